#!/bin/sh
# check-format.sh TOP: src and tests are formatted as .clang-format says.
command -v clang-format-14 >/dev/null || { echo "clang-format 14 is not here"; exit 77; }
cd "$1" || exit 99
find src tests -name '*.[ch]' -exec clang-format-14 --dry-run -Werror {} +
