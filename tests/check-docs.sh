#!/bin/sh
# check-docs.sh TOP: every function of the engine's headers has a doc comment, and g-ir-scanner reads
# it as that function's. Exit 77: g-ir-scanner is missing.
cd "$1" || exit 99
bad=0
complain () { echo "$1"; bad=1; }

# Private headers are for two files of one part. Quarks are made by a macro.
headers=$(find src/engine -name '*.h' ! -name '*-private.h' ! -name '*-tile.h' | sort)
for header in $headers; do
  # shellcheck disable=SC2013
  for name in $(sed -nE '/^[# }]|^static|^typedef|_quark \(/!s/^[A-Za-z].*[ *](morsel_[a-z0-9_]+) \(.*/\1/p' "$header"); do
    grep -qs "^ \* $name:$" src/engine/*.c || complain "$header: $name has no doc comment"
  done
done

command -v g-ir-scanner >/dev/null || { echo "g-ir-scanner is missing"; exit $((bad ? 1 : 77)); }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# It cannot read the headers of vector instructions.
# shellcheck disable=SC2046,SC2086
g-ir-scanner --header-only --warn-all --quiet --namespace=Morsel --nsversion=1 \
  --include=Gio-2.0 --symbol-prefix=morsel --identifier-prefix=Morsel \
  --cflags-begin -Isrc $(pkg-config --cflags gio-2.0) --cflags-end --output="$out/Morsel.gir" \
  $(grep -L 'immintrin\|vector\.h\|oneapi' $headers) src/engine/*.c >"$out/log" 2>&1 ||
  { tail -n 5 "$out/log"; bad=1; }
# The rest is about bindings for other languages, which there are none of.
grep -E 'documentation comment|annotation|malformed|missing parameter|duplicate' "$out/log" && bad=1
exit $bad
