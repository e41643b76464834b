#!/bin/sh
# check-release.sh TOP: what a release says of itself is true: version, notes, pictures, packages.
cd "$1" || exit 99
bad=0
complain () { echo "$1"; bad=1; }

metainfo=data/io.github.morsel_app.Morsel.metainfo.xml.in
version=$(sed -n "s|^  version: .\([0-9.]*\).,$|\1|p" meson.build)
noted=$(sed -n 's/.*<release version="\([^"]*\)".*/\1/p' "$metainfo" | head -n 1)
[ -n "$version" ] || complain "meson.build has no version"
[ "$noted" = "$version" ] || complain "$metainfo has notes of $noted first, this is $version"

# Pictures come from the release's own tag of the project's repository.
home=$(sed -n 's|.*<url type="vcs-browser">https://github.com/\(.*\)</url>|\1|p' "$metainfo")
prefix=https://raw.githubusercontent.com/$home/v$version/
pictures=$(sed -n 's|.*<image .*>\(.*\)</image>|\1|p' "$metainfo")
[ -n "$pictures" ] || complain "$metainfo has no pictures"
for picture in $pictures; do
  case $picture in
    "$prefix"*) [ -f "${picture#"$prefix"}" ] || complain "$picture is not here" ;;
    *) complain "$picture is not of $prefix" ;;
  esac
done
for picture in $(grep -o '](data/[^)]*)' README.md | tr -d ']()'); do
  [ -f "$picture" ] || complain "README.md shows $picture, which is not here"
done
exit $bad
