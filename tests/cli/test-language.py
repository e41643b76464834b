#!/usr/bin/env python3
"""test-language.py: morsel-cli in other languages and charsets

SPDX-License-Identifier: GPL-3.0-or-later
"""
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from made import Skip, make_photo, run, run_tests, test

TOP = Path(__file__).resolve().parents[2]
LOCALES = tempfile.TemporaryDirectory(prefix="morsel-locales-")


@functools.cache
def make_locale(name):
    """An environment in which a language is spoken that need not be installed."""
    language, charset = name.split(".")
    if shutil.which("localedef") is None:
        raise Skip("no localedef")
    result = subprocess.run(
        ["localedef", "-i", language, "-f", charset, f"{LOCALES.name}/{name}"],
        capture_output=True,
        check=False,
    )
    if not os.path.isdir(f"{LOCALES.name}/{name}"):
        raise Skip(f"no locale {name}: {result.stderr.decode().splitlines()[-1:]}")
    return {**os.environ, "LOCPATH": LOCALES.name, "LC_ALL": name, "LANGUAGE": ""}


@test
def numbers_of_json_and_csv_have_points(folder):
    """numbers of json and csv have points where people write commas."""
    environment = make_locale("de_DE.UTF-8")
    photo = make_photo(folder / "test" / "ramen" / "plate.jpg")
    text = run("classify", "-f", "json", photo, env=environment).stdout
    assert 0 < json.loads(text)["predictions"][0]["probability"] < 1
    table = run("classify", "-f", "csv", "-n", "1", photo, env=environment).stdout.decode()
    header, row = table.splitlines()
    assert header.count(",") == row.count(","), table
    json.loads(run("evaluate", "-f", "json", folder / "test", env=environment).stdout)
    json.loads(run("benchmark", "-r", "1", "-f", "json", env=environment).stdout)
    json.loads(run("model", "-f", "json", env=environment).stdout)


@test
def text_is_german(folder):
    """sentences, names and numbers are German where German is spoken."""
    environment = make_locale("de_DE.UTF-8")
    words = run("classify", folder / "none.jpg", status=1, env=environment).stderr.decode()
    assert "Die Datei wurde verschoben oder gelöscht." in words, words
    assert "Pommes" in run("model", "--dishes", env=environment).stdout.decode()
    assert "Aufruf" in run("--help", env=environment).stdout.decode()
    make_photo(folder / "ramen" / "plate.jpg")
    table = run("evaluate", folder, env=environment).stdout.decode()
    assert ",0\N{NO-BREAK SPACE}%" in table and "Kalibrierfehler" in table, table


@test
def every_word_can_be_translated(folder):
    """a pseudo-language leaves no word of the help, the tables and the complaints as it was."""
    catalogue = folder / "locale" / "en_XA" / "LC_MESSAGES" / "morsel.mo"
    pseudo = TOP / "tests" / "po" / "pseudo.py"
    subprocess.run([sys.executable, pseudo, TOP, catalogue], check=True)
    environment = make_locale("de_DE.UTF-8")
    environment = {**environment, "LANGUAGE": "en_XA", "MORSEL_DATA_DIR": str(folder)}
    commands = ["classify", "evaluate", "focus", "model", "benchmark"]
    names = re.compile(rf"--?[a-z0-9-]+|morsel-cli|\b(?:{'|'.join(commands)})\b")
    of_glib = ["Usage:", "Help Options:", "Application Options:", "Show help options"]
    for command in [[], *([command] for command in commands)]:
        for line in run(*command, "--help", env=environment).stdout.decode().splitlines():
            words = names.sub("", re.sub(r"\[.*\]", "", line))
            if command and any(words.strip().endswith(text) for text in of_glib):
                continue
            assert not re.search(r"[A-Za-z]{3}", words), line
    make_photo(folder / "test" / "ramen" / "plate.jpg")
    table = run("evaluate", folder / "test", env=environment).stdout.decode()
    assert not re.search(r"^[A-Za-z]{3}", table, re.M), table


@test
def labels_are_the_same_in_every_language(folder):
    """labels, answers and codes are the same in every language."""
    environment = make_locale("de_DE.UTF-8")
    photo = make_photo(folder / "plate.jpg")
    rows = []
    for options in [{}, {"env": environment}]:
        result = run("classify", "-f", "json", photo, "none.jpg", status=1, **options)
        answer, failure = map(json.loads, result.stdout.decode().splitlines())
        labels = [prediction["label"] for prediction in answer["predictions"]]
        rows.append((labels, answer["answer"], failure["error"]["code"]))
    assert rows[0] == rows[1], rows


@test
def wide_names_stay_in_their_columns(folder):
    """Korean names, two columns a character, leave the bars where they belong."""
    environment = make_locale("ko_KR.UTF-8")
    photo = make_photo(folder / "plate.jpg", size=(200, 200))
    lines = run("classify", photo, env=environment).stdout.decode().splitlines()[2:]
    starts = {columns(line[: first_block(line)]) for line in lines}
    assert len(starts) == 1, lines


def first_block(line):
    """Where the bar begins."""
    return next(i for i, letter in enumerate(line) if "▏" >= letter >= "█")


def columns(text):
    """Columns on a terminal."""
    return sum(2 if "\u1100" <= letter <= "\uffdc" else 1 for letter in text)


@test
def other_charsets_get_what_they_have(folder):
    """a terminal without Unicode gets plain signs, and json stays UTF-8."""
    environment = {**os.environ, "LC_ALL": "C"}
    photo = make_photo(folder / "plate.jpg")
    text = run("classify", "-n", "101", photo, env=environment).stdout
    assert text.isascii() and b"#" in text and b"Creme brulee" in text.replace(b"?", b"e"), text
    row = json.loads(run("classify", "-f", "json", "-n", "101", photo, env=environment).stdout)
    assert "Crème brûlée" in {prediction["name"] for prediction in row["predictions"]}
    card = json.loads(run("model", "-f", "json", env=environment).stdout)
    assert "Crème brûlée" in {dish["name"] for dish in card["dishes"]}


run_tests()
