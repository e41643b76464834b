#!/usr/bin/env python3
"""check-po.py TOP: every language says everything that the program says today

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import subprocess
import sys
from pathlib import Path

from catalogue import extract, parse, read

TOP = Path(sys.argv[1]).resolve()
PO = TOP / "po"
LANGUAGES = (PO / "LINGUAS").read_text(encoding="utf-8").split()
TEMPLATE = parse(extract(TOP))
TEMPLATE.pop(("", ""))
CATALOGUES = {language: read(PO / f"{language}.po") for language in LANGUAGES}

DIRECTIVE = re.compile(r"%(?:(?P<place>\d+)\$)?[-+ 0'#]*\d*(?:\.\d+)?(?P<type>(?:hh|h|ll|l|z)?[diouxXeEfgGcsp%])")
MNEMONIC = re.compile(r"_(?=\w)")


def show(key):
    """A message as complaints name it."""
    context, text = key
    return f"“{text}”" + (f" ({context})" if context else "")


def list_arguments(text):
    """The types of a format's arguments, in their order; None for a gap."""
    types = {}
    for match in DIRECTIVE.finditer(text):
        if match.group("type") != "%":
            types[int(match.group("place") or len(types) + 1)] = match.group("type")
    return [types.get(place) for place in range(1, max(types, default=0) + 1)]


def each_translation():
    """Yields (language, message of the template, a translation of it)."""
    for language, catalogue in CATALOGUES.items():
        for key, message in TEMPLATE.items():
            for text in catalogue[key].translations if key in catalogue else []:
                yield language, message, text


def languages_and_files_agree():
    """LINGUAS names the catalogues that are there, and their headers agree"""
    files = sorted(path.stem for path in PO.glob("*.po"))
    if LANGUAGES != files:
        yield f"LINGUAS has {LANGUAGES}, the folder {files}"
    for language, catalogue in CATALOGUES.items():
        if f"\nLanguage: {language}\n" not in catalogue[("", "")].translations[0]:
            yield f"{language}.po: its header names another language"


def words_are_found():
    """POTFILES.in is sorted and lists every .ui file that has words"""
    listed = (PO / "POTFILES.in").read_text(encoding="utf-8").split()
    if listed != sorted(listed):
        yield "POTFILES.in is not sorted"
    found = [path for path in TOP.glob("ui/**/*.ui") if 'translatable="' in path.read_text("utf-8")]
    for name in {str(path.relative_to(TOP)) for path in found} - set(listed):
        yield f"POTFILES.in lacks {name}"


def catalogues_are_sound():
    """msgfmt finds nothing to complain about"""
    for language in LANGUAGES:
        command = ["msgfmt", "--check", "--output-file=/dev/null", PO / f"{language}.po"]
        result = subprocess.run(command, capture_output=True, check=False)
        if result.returncode != 0 or result.stderr:
            yield f"{language}.po: {result.stderr.decode().strip()}"


def catalogues_are_complete():
    """every message is translated in every language, and none is fuzzy"""
    for language, catalogue in CATALOGUES.items():
        for key, message in TEMPLATE.items():
            found = catalogue.get(key)
            if found is None or not found.translations or not all(found.translations):
                yield f"{language}: not translated: {show(key)}"
            elif found.plural != message.plural:
                yield f"{language}: another plural: {show(key)}"
            elif "fuzzy" in found.flags:
                yield f"{language}: fuzzy: {show(key)}"


def nothing_is_left_over():
    """no catalogue has a message that the program no longer says"""
    for language, catalogue in CATALOGUES.items():
        for key in catalogue.keys() - TEMPLATE.keys() - {("", "")}:
            yield f"{language}: left over: {show(key)}"


def formats_agree():
    """translations take the same arguments as the message"""
    for language, message, text in each_translation():
        if "c-format" not in message.flags:
            continue
        wanted = list_arguments(message.plural or message.texts["msgid"])
        if list_arguments(text) != wanted:
            yield f"{language}: other arguments: {show(message.key)}: “{text}”"


def edges_agree():
    """translations begin and end with the same space and lines as the message"""
    for language, message, text in each_translation():
        original = message.texts["msgid"]
        if message.key[0] == "list":
            # Between the dishes of a list, where Japanese needs no space.
            continue
        for edge in (re.compile(r"\A\s*"), re.compile(r"\s*\Z")):
            if edge.search(text).group() != edge.search(original).group():
                yield f"{language}: other space at an end: {show(message.key)}"


def marks_agree():
    """access keys, ellipses and semicolons are where the message has them, quotes are round"""
    for language, message, text in each_translation():
        original = message.texts["msgid"]
        if len(MNEMONIC.findall(original)) == 1 and len(MNEMONIC.findall(text)) != 1:
            yield f"{language}: no access key, or several: {show(message.key)}: “{text}”"
        if original.endswith("…") != text.endswith("…"):
            yield f"{language}: ellipsis: {show(message.key)}: “{text}”"
        if original.endswith(";") and not text.endswith(";"):
            yield f"{language}: no semicolon at the end: {show(message.key)}"
        if re.search(r"\.\.\.|[!！]|[\"']", text.replace("%'", "%")):
            yield f"{language}: straight quotes, three dots or an exclamation mark: {show(message.key)}: “{text}”"


def dishes_are_named():
    """all 101 dishes have names of their own in every language"""
    dishes = [key for key in TEMPLATE if key[0] == "dish"]
    if len(dishes) != 101:
        yield f"the program names {len(dishes)} dishes"
    for language, catalogue in CATALOGUES.items():
        names = [catalogue[key].translations[0] for key in dishes if key in catalogue]
        for name in {name for name in names if names.count(name) > 1}:
            yield f"{language}: several dishes are called “{name}”"


TESTS = [
    languages_and_files_agree,
    words_are_found,
    catalogues_are_sound,
    catalogues_are_complete,
    nothing_is_left_over,
    formats_agree,
    edges_agree,
    marks_agree,
    dishes_are_named,
]


def main():
    """Runs the tests and says so as TAP."""
    failed = False
    print(f"1..{len(TESTS)}")
    for number, test in enumerate(TESTS, 1):
        complaints = list(test())
        failed = failed or bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {number} - {test.__doc__}")
        for complaint in complaints:
            print("# " + complaint.replace("\n", "\n# "))
    return 1 if failed else 0


sys.exit(main())
