#!/bin/sh
# check-arrows.sh TOP: every #include under src/ must be allowed by tests/arrows.txt
set -f
cd "$1" || exit 99
bad=0
allowed () { # FILE HEADER
  [ "src/$2" = "${1%.*}.h" ] && return 0
  while read -r files patterns; do
    case $files in ''|'#'*) continue ;; esac
    # shellcheck disable=SC2254
    case $1 in $files) ;; *) continue ;; esac
    for pattern in $patterns; do
      # shellcheck disable=SC2254
      case $2 in $pattern) return 0 ;; esac
    done
  done < tests/arrows.txt
  return 1
}
for line in $(grep -rnE --include='*.[ch]' '^ *# *include' src |
              sed -E 's/^([^:]*):([0-9]*):[^<"]*[<"]([^>"]*)[>"].*/\1:\2:\3/'); do
  allowed "${line%%:*}" "${line##*:}" || { echo "${line%:*}: may not include ${line##*:}"; bad=1; }
done
exit $bad
