#!/usr/bin/env python3
"""pseudo.py TOP OUTPUT…: writes a catalogue that finds cut and untranslated text

Every message gets accents, 40 % more length and brackets: “Open Folder” becomes “[Òþéñ Ƒòļðéŕ one]”.
A text without brackets on screen is not translatable, one without its last bracket is cut.
OUTPUT is a catalogue (en_XA.po) or, if it ends in .mo, what a program reads. From a build tree:
ninja -C build morsel-pseudo; LANGUAGE=en_XA build/src/app/morsel

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import re
import subprocess
import sys
from itertools import cycle
from pathlib import Path

from catalogue import extract, parse

# What must stay as it is: arguments of formats, access keys' lines, markup, lines' ends.
FIXED = re.compile(r"(%(?:\d+\$)?[-+ 0'#]*\d*(?:\.\d+)?(?:hh|h|ll|l|z)?[a-zA-Z%]|<[^>]*>|&\w+;|\n)")
ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÒÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñòþǫŕšţûṽŵẋýž",
)
LONGER = 0.4
HEADER = """Language: en_XA
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""


def lengthen(text):
    """Words that make a text 40 % longer, at least one letter."""
    wanted = max(1, round(LONGER * len(text)))
    filling = ""
    for word in cycle(["one", "two", "three", "four", "five"]):
        if len(filling) >= wanted:
            return filling[:wanted].rstrip()
        filling += (" " if filling else "") + word
    return filling


def disguise(text):
    """The text as the pseudo-language says it; space at its ends stays where it is."""
    start, middle, end = re.fullmatch(r"(\s*)(.*?)(;?\s*)", text, re.S).groups()
    if not middle:
        return text
    parts = FIXED.split(middle)
    parts[::2] = [part.translate(ACCENTS) for part in parts[::2]]
    return f"{start}[{''.join(parts)} {lengthen(middle)}]{end}"


def quote(text):
    """A string as catalogues write it."""
    return json.dumps(text, ensure_ascii=False)


def write_message(message):
    """One message with its disguise."""
    texts = message.texts
    lines = [f"#, {', '.join(message.flags)}"] if message.flags else []
    lines += [f"{word} {quote(texts[word])}" for word in ("msgctxt", "msgid", "msgid_plural") if word in texts]
    if message.plural is None:
        lines.append(f"msgstr {quote(disguise(texts['msgid']))}")
    else:
        lines.append(f"msgstr[0] {quote(disguise(texts['msgid']))}")
        lines.append(f"msgstr[1] {quote(disguise(message.plural))}")
    return "\n".join(lines)


def main():
    """Writes the catalogue, compiled where a name asks for it."""
    top, *outputs = (Path(argument).resolve() for argument in sys.argv[1:])
    template = parse(extract(top))
    template.pop(("", ""))
    blocks = [f'msgid ""\nmsgstr {quote(HEADER)}', *map(write_message, template.values())]
    catalogue = "\n\n".join(blocks) + "\n"
    for output in outputs:
        output.parent.mkdir(parents=True, exist_ok=True)
        if output.suffix == ".mo":
            command = ["msgfmt", "--check-format", f"--output-file={output}", "-"]
            subprocess.run(command, input=catalogue.encode(), check=True)
        else:
            output.write_text(catalogue, encoding="utf-8")


main()
