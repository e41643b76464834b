#!/usr/bin/env python3
"""test-classify.py: morsel-cli classify, used as a person or a script would

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import json
import os

from made import make_photo, run, run_tests, test

ANSWERS = {"certain", "probable", "unsure", "unknown"}


def read_json(result):
    """The rows, one a line."""
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


def classify_json(*arguments, **options):
    """Classifies and reads the rows."""
    return read_json(run("classify", "--format", "json", *arguments, **options))


@test
def text_has_the_sentence_and_bars(folder):
    """text has the photo, the sentence of certainty and five bars."""
    photo = make_photo(folder / "plate.jpg")
    lines = run("classify", photo).stdout.decode().splitlines()
    assert lines[0] == str(photo), lines
    assert " · " in lines[1], lines
    bars = [line for line in lines if line.endswith(" %")]
    assert len(bars) == 5, lines
    assert all("▏" in line or "█" in line or "▎" in line for line in bars[:1]), lines
    assert max(len(line) for line in bars) <= 80, lines


@test
def text_says_that_a_photo_is_very_small(folder):
    """text warns of a very small photo, and of no other."""
    small = make_photo(folder / "small.png", size=(64, 48))
    large = make_photo(folder / "large.png", size=(128, 96))
    warning = "The photo is very small, so this may be wrong."
    assert warning in run("classify", small).stdout.decode()
    assert warning not in run("classify", large).stdout.decode()


@test
def json_has_the_documented_keys(folder):
    """json has one object a line with the documented keys."""
    photo = make_photo(folder / "plate.jpg")
    (row,) = classify_json(photo)
    assert list(row) == ["photo", "answer", "predictions", "milliseconds"], row
    assert row["photo"] == str(photo)
    assert row["answer"] in ANSWERS
    assert len(row["predictions"]) == 5
    for prediction in row["predictions"]:
        assert list(prediction) == ["label", "name", "probability"]
    probabilities = [prediction["probability"] for prediction in row["predictions"]]
    assert probabilities == sorted(probabilities, reverse=True)
    assert list(row["milliseconds"]) == ["load", "preprocess", "network"]
    assert all(time >= 0 for time in row["milliseconds"].values())
    assert row["milliseconds"]["network"] > 0


@test
def all_probabilities_add_up_to_one(folder):
    """all probabilities add up to one, however many are asked for."""
    (row,) = classify_json("--top", "100000", make_photo(folder / "plate.jpg"))
    total = sum(prediction["probability"] for prediction in row["predictions"])
    assert abs(total - 1) < 1e-5, total
    assert len({prediction["label"] for prediction in row["predictions"]}) == 101


@test
def csv_has_the_documented_columns(folder):
    """csv has the documented columns, for failures as well."""
    photo = make_photo(folder / 'a "plate", really.jpg')
    result = run("classify", "--format", "csv", "--top", "2", photo, folder / "none.jpg", status=1)
    header, answer, failure = csv.reader(io.StringIO(result.stdout.decode()))
    assert header == [
        "photo", "answer", "label", "name", "probability", "label_2", "name_2", "probability_2",
        "error_code", "error_message",
    ]  # fmt: skip
    assert answer[0] == str(photo)
    assert answer[1] in ANSWERS
    assert float(answer[4]) >= float(answer[7])
    assert answer[8:] == ["", ""]
    assert failure[1:] == [""] * 7 + ["not-found", "The file was moved or deleted."]


@test
def formats_agree(folder):
    """json and csv say the same."""
    photo = make_photo(folder / "plate.jpg", seed=3)
    (row,) = classify_json("--top", "1", photo)
    text = run("classify", "--format", "csv", "--top", "1", photo).stdout.decode()
    _, cells = csv.reader(io.StringIO(text))
    best = row["predictions"][0]
    assert cells[1] == row["answer"]
    assert cells[2:4] == [best["label"], best["name"]]
    assert float(cells[4]) == best["probability"]


@test
def standard_input_is_a_photo(folder):
    """a dash reads the photo from standard input, with the same answer."""
    photo = make_photo(folder / "plate.jpg", seed=5)
    (from_file,) = classify_json(photo)
    (from_input,) = classify_json("-", input=photo.read_bytes())
    assert from_input["photo"] == "-"
    (once,) = classify_json("-", "-", input=photo.read_bytes())
    assert once["predictions"] == from_file["predictions"]
    assert from_input["predictions"] == from_file["predictions"]


@test
def empty_standard_input_is_an_error(folder):
    """a dash without anything to read is an empty file."""
    (row,) = classify_json("-", status=1)
    assert row["error"]["code"] == "empty", row


@test
def failures_have_sentences(folder):
    """a photo that fails is told of by its name and a sentence, and the others go on."""
    good = make_photo(folder / "good.jpg")
    (folder / "text.jpg").write_text("text")
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "cut.jpg").write_bytes(good.read_bytes()[:-300])
    (folder / "clip.gif").write_bytes(b"GIF89a" + bytes(100))
    names = ["none.jpg", "text.jpg", "empty.jpg", "cut.jpg", "clip.gif", "good.jpg"]
    result = run("classify", *names, status=1, cwd=folder)
    assert result.stderr.decode().splitlines() == [
        "none.jpg: The file was moved or deleted.",
        "text.jpg: This file is not an image.",
        "empty.jpg: The file has no content.",
        "cut.jpg: The file is damaged or incomplete.",
        "clip.gif: Morsel cannot open GIF files. Save it as JPEG and try again.",
    ]
    assert result.stdout.decode().startswith("good.jpg\n")


@test
def json_failures_are_rows(folder):
    """in json a failure is a row in its place, and standard error is silent."""
    make_photo(folder / "good.jpg")
    result = run("classify", "-f", "json", "none.jpg", "good.jpg", status=1, cwd=folder)
    first, second = read_json(result)
    assert first == {
        "photo": "none.jpg",
        "error": {"code": "not-found", "message": "The file was moved or deleted."},
    }
    assert second["photo"] == "good.jpg"
    assert result.stderr == b""


@test
def verbose_adds_the_cause(folder):
    """--verbose adds the exact cause to the sentence."""
    (folder / "text.jpg").write_text("text")
    plain = run("classify", folder / "text.jpg", status=1).stderr.decode()
    verbose = run("classify", "-v", folder / "text.jpg", status=1).stderr.decode()
    assert verbose.startswith(plain.rstrip("\n") + " ("), verbose


@test
def a_folder_is_its_photos(folder):
    """a folder stands for its own photos in natural order."""
    for name in ["10.jpg", "9.jpg", "1.png", "below/2.jpg", ".hidden.jpg"]:
        make_photo(folder / "shelf" / name)
    (folder / "shelf" / "notes.txt").write_text("text")
    os.symlink("9.jpg", folder / "shelf" / "link.jpg")
    names = [row["photo"] for row in classify_json("shelf", cwd=folder)]
    assert names == ["shelf/1.png", "shelf/9.jpg", "shelf/10.jpg"], names
    names = [row["photo"] for row in classify_json("--recursive", "shelf/", cwd=folder)]
    assert names == ["shelf/1.png", "shelf/9.jpg", "shelf/10.jpg", "shelf/below/2.jpg"], names


@test
def a_folder_is_a_uri(folder):
    """a folder that is given by its address stands for its photos, whatever they are called."""
    names = [b"100%.jpg", b"a b.jpg", b"a.jpg", b"a.jpg#1.jpg", b"a?.jpg", b"caf\xe9.jpg"]
    for seed, name in enumerate(names):
        make_photo(os.path.join(os.fsencode(folder), b"shelf", b"ramen#1", name), seed=seed)
    dishes = folder / "shelf" / "ramen#1"
    by_path = classify_json(dishes)
    for uri in [dishes.as_uri(), dishes.as_uri() + "/"]:
        by_uri = classify_json(uri)
        assert len(by_uri) == 6, by_uri
        for one, other in zip(by_path, by_uri):
            assert one["predictions"] == other["predictions"], (one, other)
            assert other["photo"].startswith(dishes.as_uri() + "/"), other
    result = run("evaluate", "-f", "json", (folder / "shelf").as_uri())
    assert json.loads(result.stdout)["others"]["photos"] == 6, result


@test
def a_folder_without_photos_is_told_of(folder):
    """a folder without photos is told of, and the exit status is 1."""
    (folder / "empty").mkdir()
    result = run("classify", "empty", status=1, cwd=folder)
    assert result.stderr.decode() == "empty: There are no photos in this folder.\n"
    assert result.stdout == b""


@test
def order_is_kept(folder):
    """answers come in the order of the names, whatever each takes to load."""
    names = []
    for number in range(24):
        size = (3000, 2000) if number % 4 == 0 else (32, 32)
        make_photo(folder / f"{number}.jpg", seed=number, size=size)
        names.insert(0, f"{number}.jpg")
    rows = classify_json("--threads", "4", *names, cwd=folder)
    assert [row["photo"] for row in rows] == names


@test
def threads_do_not_change_answers(folder):
    """the same photos get the same answers with any number of threads."""
    for number in range(12):
        make_photo(folder / f"{number}.jpg", seed=number)
    one = classify_json("--threads", "1", ".", cwd=folder)
    four = classify_json("--threads", "4", ".", cwd=folder)
    assert [row["predictions"] for row in one] == [row["predictions"] for row in four]


@test
def the_least_sure_come_first(folder):
    """--least-sure-first sorts by the first probability, failures last."""
    for number in range(8):
        make_photo(folder / f"{number}.jpg", seed=number)
    (folder / "00.jpg").write_text("text")
    rows = classify_json("--least-sure-first", ".", status=1, cwd=folder)
    assert "error" in rows[-1] and len(rows) == 9
    first = [row["predictions"][0]["probability"] for row in rows[:-1]]
    assert first == sorted(first), first


@test
def names_that_are_not_utf_8_can_be_found_again(folder):
    """a name that is not UTF-8 is shown as it can be, with its address."""
    name = os.fsencode(folder) + b"/caf\xe9.jpg"
    make_photo(name)
    (row,) = classify_json(name)
    assert row["photo"] == f"{folder}/caf\ufffd.jpg", row
    assert row["uri"] == f"file://{folder}/caf%E9.jpg", row
    assert "caf\ufffd.jpg" in run("classify", name).stdout.decode()


@test
def names_cannot_command_the_terminal(folder):
    """control characters in a name do not reach the terminal."""
    name = "\x1b[2J\x07bad\nname.jpg"
    make_photo(folder / name)
    result = run("classify", name, "\x1b[2Jnone.jpg", status=1, cwd=folder)
    assert b"\x1b" not in result.stdout and b"\x07" not in result.stdout
    assert b"\x1b" not in result.stderr
    (row,) = classify_json(name, cwd=folder)
    assert row["photo"] == name


@test
def a_name_with_a_colon_is_a_path(folder):
    """a name with a colon is a path, an address on a network is refused."""
    make_photo(folder / "ramen:2.jpg")
    (row,) = classify_json("ramen:2.jpg", cwd=folder)
    assert "answer" in row, row
    (row,) = classify_json("https://example.org/a.jpg", status=1)
    assert row["error"]["code"] == "remote", row


@test
def what_is_no_file_is_refused(folder):
    """a pipe is refused at once, where a program that opens it would wait for ever."""
    os.mkfifo(folder / "pipe.jpg")
    (row,) = classify_json(folder / "pipe.jpg", status=1)
    assert row["error"]["code"] == "not-a-file", row


@test
def wrong_use_ends_with_2(folder):
    """wrong use ends with 2, says what is wrong and where help is."""
    for arguments in [
        (),
        ("classify",),
        ("classify", "--top", "0", "a.jpg"),
        ("classify", "--top", "many", "a.jpg"),
        ("classify", "--format", "xml", "a.jpg"),
        ("model", "--format", "csv"),
        ("benchmark", "--format", "csv"),
        ("benchmark", "-"),
        ("classify", "--precision", "f64", "a.jpg"),
        ("classify", "--threads", "-1", "a.jpg"),
        ("classify", "--threads", "0", "a.jpg"),
        ("classify", "--threads", "257", "a.jpg"),
        ("classify", "--nonsense", "a.jpg"),
        ("nonsense",),
        ("--nonsense",),
    ]:
        result = run(*arguments, status=2)
        assert result.stdout == b"", arguments
        assert "--help" in result.stderr.decode(), (arguments, result.stderr)


@test
def help_and_version_end_with_0(folder):
    """--help and --version answer on standard output."""
    assert "classify" in run("--help").stdout.decode()
    assert run("--version").stdout.decode().startswith("Morsel ")
    for command in ["classify", "evaluate", "focus", "model", "benchmark"]:
        text = run(command, "--help").stdout.decode()
        assert f"morsel-cli {command}" in text
        assert ("csv" in text) == (command in ["classify", "evaluate"]), text


@test
def a_model_that_is_none_is_told_of(folder):
    """a model that cannot be loaded is told of by its name, and ends with 1."""
    photo = make_photo(folder / "plate.jpg")
    (folder / "fake.safetensors").write_text("nothing")
    result = run("classify", "-m", "fake.safetensors", photo, status=1, cwd=folder)
    assert result.stderr.decode().startswith("fake.safetensors: "), result.stderr
    result = run("classify", "-m", "none.safetensors", photo, status=1, cwd=folder)
    assert result.stderr.decode() == "none.safetensors: The file was moved or deleted.\n"


run_tests()
