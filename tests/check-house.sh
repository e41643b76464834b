#!/bin/sh
# check-house.sh TOP: the rules of src/DESIGN.md that need no compiler.
cd "$1" || exit 99
bad=0
complain () { echo "$1"; bad=1; }

for file in $(find src -name '*.[ch]' | sort); do
  [ "$(wc -l <"$file")" -le 800 ] || complain "$file has more than 800 lines"
  grep -q '^ \* SPDX-License-Identifier: GPL-3.0-or-later$' "$file" || complain "$file has no SPDX line"
  case $file in
    *.h) grep -q '^#pragma once$' "$file" || complain "$file has no guard" ;;
  esac
  grep -nE '\bgoto\b|gdk_pixbuf_get_pixels|\bstrtod *\(' "$file" /dev/null &&
    complain "$file uses what STYLE forbids"
done
grep -rnE --include='*.[ch]' '[^A-Za-z]_ \("|[^A-Za-z]_\("' src/engine && complain "the engine speaks no language"
for ui in ui/*.ui; do
  [ -f "$ui" ] || continue
  [ "$ui" = ui/help-overlay.ui ] || [ -n "$(find src/app -name "$(basename "$ui" .ui).c")" ] || complain "$ui has no C file under src/app"
done
if [ -f po/POTFILES.in ]; then
  for file in $(grep -rlE --include='*.c' '[^A-Za-z]_ ?\("|C_ ?\(|N_ ?\(|NC_ ?\(|ngettext' src | sort); do
    grep -qx "$file" po/POTFILES.in || complain "po/POTFILES.in does not list $file"
  done
fi
exit $bad
