#!/bin/sh
# session.sh COMMAND...: runs COMMAND on its own X display, session bus, accessibility bus and settings
#
# PORTAL=1: every installed D-Bus service may start, portals too. TEST_WM=none: no window manager.
# SERVICES=FOLDER: further D-Bus services. TEXT_SCALE=2: text at 200 %. Exit 77: the tools are missing.
# GL=1: GTK may draw with GL, in software.
# SESSION_HOME, SESSION_RUN: folders that are there already, as home and as XDG_RUNTIME_DIR.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
here=$(cd "$(dirname "$0")" && pwd)
for tool in Xvfb dbus-run-session xprop "${TEST_WM:-openbox}"; do
  [ "$tool" = none ] || command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 77; }
done
T=$(mktemp -d)
mkdir -m 700 "$T/run" "$T/home" "$T/services"
export HOME="${SESSION_HOME:-$T/home}" XDG_RUNTIME_DIR="${SESSION_RUN:-$T/run}"
export XDG_CONFIG_HOME="$HOME/.config" XDG_CACHE_HOME="$HOME/.cache" XDG_DATA_HOME="$HOME/.local/share"
export GSETTINGS_BACKEND="${GSETTINGS_BACKEND:-memory}" GDK_BACKEND=x11
export GTK_A11Y="${GTK_A11Y-atspi}" LANG="${LANG:-C.UTF-8}"
# GL or none: GTK 4.14 and 4.16 have other words for them, and complain of the old ones.
has_gtk () { pkg-config --atleast-version="$1" gtk4 2>/dev/null; }
if [ "${GL:-0}" = 1 ]; then
  if has_gtk 4.14; then GSK_RENDERER=ngl; else GSK_RENDERER=gl; fi
  unset GDK_DEBUG GDK_DISABLE
else
  GSK_RENDERER="${GSK_RENDERER:-cairo}"
  if has_gtk 4.16; then export GDK_DISABLE=gl; else export GDK_DEBUG=gl-disable; fi
fi
export GSK_RENDERER
export GIO_USE_VFS=local GVFS_DISABLE_FUSE=1 GIO_USE_VOLUME_MONITOR=unix NO_AT_BRIDGE=0
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GTK_THEME AT_SPI_BUS_ADDRESS XAUTHORITY 2>/dev/null ||
  true
if [ "${PORTAL:-0}" = 1 ]; then
  conf=/usr/share/dbus-1/session.conf
else
  export ADW_DISABLE_PORTAL=1
  if [ -n "${GTK_A11Y}" ] && [ "$GTK_A11Y" != none ]; then
    cp /usr/share/dbus-1/services/org.a11y.Bus.service "$T/services/"
  fi
  [ -z "${SERVICES:-}" ] || cp "$SERVICES"/*.service "$T/services/"
  sed "s,@SERVICES@,$T/services," "$here/session.conf.in" >"$T/session.conf"
  conf="$T/session.conf"
fi
mkfifo "$T/display"
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1280x1024x24}" -nolisten tcp -noreset \
  >"$T/xvfb.log" 2>&1 3>"$T/display" &
X=$!
read -r N <"$T/display"
export DISPLAY=":$N"
WM=
if [ "${TEST_WM:-openbox}" != none ]; then
  "${TEST_WM:-openbox}" >"$T/wm.log" 2>&1 &
  WM=$!
  # A window mapped before the window manager is ready stays unmapped for ever.
  i=0
  until xprop -root _NET_CLIENT_LIST 2>/dev/null | grep -q 'window id' || [ $i -ge 200 ]; do
    sleep 0.02
    i=$((i + 1))
  done
fi
trap 'r=$?; kill $WM $X 2>/dev/null || true; wait 2>/dev/null || true
  umount "$XDG_RUNTIME_DIR/doc" 2>/dev/null || true; rm -rf --one-file-system "$T"; exit $r' EXIT
trap 'exit 130' INT TERM
if [ -n "${TEXT_SCALE:-}" ]; then
  echo "Xft.dpi: $((96 * TEXT_SCALE))" | xrdb -merge
fi
timeout -k 5 "${TEST_TIMEOUT:-60}" dbus-run-session --config-file="$conf" -- "$@"
