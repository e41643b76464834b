#!/bin/sh
# check-manifest.sh TOP: the sandbox may do what stands here and no more, its sources are pinned, and
# the manifest for the look-alike runtime differs in nothing but runtime and sources.
cd "$1" || exit 99
manifest=flatpak/io.github.morsel_app.Morsel.yml
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bad=0
complain () { echo "$1"; bad=1; }

permissions=$(sed -n '/^finish-args:$/,/^[a-z]*:$/s/^  - //p' "$manifest")
[ "$(echo "$permissions" | sort | tr '\n' ' ')" = \
  "--device=dri --share=ipc --socket=fallback-x11 --socket=wayland " ] ||
  complain "the permissions are $permissions"

# A source is pinned by what follows it, up to the next one.
awk '
  function end () { if (type != "" && !pinned && type != "dir") { print what " is not pinned"; bad = 1 } }
  /^      - type: / { end(); type = $3; what = FNR; pinned = tag = 0 }
  /^        tag: v?[0-9._]+$/ { tag = 1 }
  /^        commit: [0-9a-f]+$/ { pinned = type == "git" && tag && length($2) == 40 }
  /^        sha256: [0-9a-f]+$/ { pinned = type == "archive" && length($2) == 64 }
  END { end(); exit bad }
' "$manifest" || complain "a source could change (the number is its line)"

# What is different in the manifest for the look-alike: "-" gone, "+" new.
differences () { flatpak/local "$@" | diff -U 0 "$manifest" - | sed -n '4,${/^@@/d;p}'; }
runtime="+runtime: io.github.morsel_app.TestPlatform
+runtime-version: '13'
+sdk: io.github.morsel_app.TestSdk"

[ "$(differences fast | grep '^+')" = "$runtime" ] || complain "the fast manifest has more than it should"
modules=$(flatpak/local fast | sed -n 's/^  - name: //p')
[ "$modules" = morsel ] || complain "the fast manifest builds $modules"

touch "$scratch/onednn_3.orig.tar.xz" "$scratch/hdf5_1.orig.tar.gz"
differences full "$scratch" | grep '^+' | grep -v '^+        sha256: [0-9a-f]*$' >"$scratch/new"
[ "$(cat "$scratch/new")" = "$runtime
+      - type: archive
+        path: $scratch/onednn_3.orig.tar.xz
+        path: $scratch/hdf5_1.orig.tar.gz" ] ||
  complain "the full manifest differs by: $(cat "$scratch/new")"
differences full "$scratch" | grep '^-' | grep -vE '^-(runtime|runtime-version|sdk): ' |
  grep -vE '^-      - type: git$|^-        (url|tag|commit|sha256): ' &&
  complain "the full manifest lacks something"

if command -v flatpak-builder >/dev/null; then
  # It leaves a folder where it stands.
  (top=$PWD && cd "$scratch" && flatpak-builder --show-manifest "$top/$manifest") \
    >"$scratch/log" 2>&1 || complain "$(cat "$scratch/log")"
  grep -qi 'unknown property' "$scratch/log" && complain "$(grep -i 'unknown property' "$scratch/log")"
fi
exit $bad
