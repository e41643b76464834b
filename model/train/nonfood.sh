#!/bin/sh
# Brings the non-food pictures for reject.py: Debian packages, unpacked below $1.
set -eu
mkdir -p "$1" "$1.deb"
cd "$1.deb"
apt-get download gnome-backgrounds plasma-workspace-wallpapers mate-backgrounds ukui-wallpapers \
    lomiri-wallpapers frozen-bubble-data python3-skimage desktop-base tuxpaint-stamps-default \
    opencv-doc extremetuxracer-data kdegames-card-data-kf5 wesnoth-1.16-data openclipart-png \
    stellarium-data hugin-data supertux-data marble-data tuxpaint-data pingus-data
for package in *.deb; do
    dpkg -x "$package" "$1/${package%%_*}"
done
