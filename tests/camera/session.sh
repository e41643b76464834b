#!/bin/sh
# session.sh COMMAND...: runs COMMAND with a PipeWire, a session manager and the desktop's portals
#
# On a display and a bus of its own, see ../app/session.sh. PIPEWIRE_PRELOAD=LIBRARY: preloaded into
# PipeWire.
# Exit 77: what it needs is missing.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
here=$(cd "$(dirname "$0")" && pwd)

if [ "${CAMERA_SESSION:-}" != inside ]; then
  for tool in pipewire wireplumber gdbus; do
    command -v $tool >/dev/null || { echo "$tool is missing"; exit 77; }
  done
  for service in xdg-desktop-portal xdg-desktop-portal-gtk xdg-permission-store; do
    [ -x /usr/libexec/$service ] || { echo "$service is missing"; exit 77; }
  done
  # The desktop's own warnings are none of ours.
  CAMERA_DEBUG=${G_DEBUG:-}
  export CAMERA_DEBUG
  unset G_DEBUG || true
  CAMERA_SESSION=inside PORTAL=1 exec "$here/../app/session.sh" "$0" "$@"
fi

unset PIPEWIRE_REMOTE XDG_CURRENT_DESKTOP || true
export GTK_USE_PORTAL=0
logs=${CAMERA_LOGS:-$XDG_RUNTIME_DIR}
LD_PRELOAD=${PIPEWIRE_PRELOAD:-} pipewire >"$logs/pipewire.log" 2>&1 &
pipewire=$!
echo $pipewire >"$XDG_RUNTIME_DIR/pipewire.pid"
trap 'r=$?; kill $manager $pipewire 2>/dev/null || true; wait 2>/dev/null || true; exit $r' EXIT
manager=
i=0
until [ -S "$XDG_RUNTIME_DIR/pipewire-0" ]; do
  [ $i -lt 500 ] || { echo "PipeWire did not start"; cat "$logs/pipewire.log"; exit 1; }
  i=$((i + 1))
  sleep 0.02
done
wireplumber >"$logs/wireplumber.log" 2>&1 &
manager=$!

# The portal starts now, when PipeWire is there: it looks for it only once.
gdbus call --session --timeout 20 --dest org.freedesktop.portal.Desktop \
  --object-path /org/freedesktop/portal/desktop \
  --method org.freedesktop.DBus.Properties.Get org.freedesktop.portal.Camera version >/dev/null ||
  { echo "there is no camera portal"; exit 1; }
G_DEBUG=$CAMERA_DEBUG
export G_DEBUG
"$@"
