#!/usr/bin/env python3
"""test-commands.py: morsel-cli evaluate, focus, model and benchmark

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import hashlib
import io
import json
import os
import subprocess
from pathlib import Path

from PIL import Image

from made import install, make_photo, run, run_tests, test

MODEL = Path(os.environ["MORSEL_DATA_DIR"]) / "model" / "food101.safetensors"


def make_test_set(folder):
    """Photos of two dishes, of none, and one that fails."""
    for number in range(6):
        make_photo(folder / "ramen" / f"{number}.jpg", seed=number)
        make_photo(folder / "waffles" / f"{number}.jpg", seed=number + 6)
        make_photo(folder / "nothing" / f"{number}.jpg", seed=number + 12)
    (folder / "ramen" / "broken.jpg").write_text("text")
    return folder


def classify_folder(folder, label):
    """What classify says of the photos of a dish."""
    result = run("classify", "-f", "json", "-n", "5", folder / label / "0.jpg", *[
        folder / label / f"{number}.jpg" for number in range(1, 6)
    ])  # fmt: skip
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


@test
def evaluate_agrees_with_classify(folder):
    """evaluate counts what classify says, and its calibration error is the definition's."""
    photos = make_test_set(folder)
    result = run("evaluate", "-f", "json", photos, status=1)
    figures = json.loads(result.stdout)
    for key in ["photos", "top1", "top5", "ece", "dishes", "confusions", "answers"]:
        assert key in figures, key

    top1 = top5 = 0
    bins = [[] for _ in range(15)]
    answers = {"certain": 0, "probable": 0, "unsure": 0, "unknown": 0}
    for label in ["ramen", "waffles"]:
        for row in classify_folder(photos, label):
            labels = [prediction["label"] for prediction in row["predictions"]]
            first = row["predictions"][0]["probability"]
            top1 += labels[0] == label
            top5 += label in labels
            answers[row["answer"]] += 1
            place = min(14, max(0, -int(-first * 15 // 1) - 1))
            bins[place].append((first, labels[0] == label))
    ece = sum(abs(sum(p - right for p, right in some)) for some in bins) / 12
    assert figures["photos"] == 12 and figures["failed"] == 1
    assert abs(figures["top1"] - top1 / 12) < 1e-6
    assert abs(figures["top5"] - top5 / 12) < 1e-6
    assert abs(figures["ece"] - ece) < 1e-5, (figures["ece"], ece)
    assert {key: value["photos"] for key, value in figures["answers"].items()} == answers
    assert figures["others"]["photos"] == 6
    assert sum(one["photos"] for one in figures["reliability"]) == 12
    assert [dish["label"] for dish in figures["dishes"]] == ["ramen", "waffles"]
    assert sum(pair["photos"] for pair in figures["confusions"]) == 12 - top1
    assert "nothing: The model does not know this dish" in result.stderr.decode()
    assert "broken.jpg: This file is not an image." in result.stderr.decode()


@test
def evaluate_writes_text_and_csv(folder):
    """evaluate writes tables for people and rows for programs."""
    photos = make_test_set(folder)
    text = run("evaluate", photos, status=1).stdout.decode()
    for words in ["Photos", "Right first", "Calibration error", "Ramen", "Waffles", "→"]:
        assert words in text, text
    table = run("evaluate", "-f", "csv", photos, status=1).stdout.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["label"] for row in rows] == ["ramen", "waffles"], rows
    assert [row["photos"] for row in rows] == ["6", "6"], rows


@test
def evaluate_needs_a_folder_of_folders(folder):
    """evaluate says when a folder is not there or has no dishes in it."""
    assert b"cannot be read" in run("evaluate", folder / "none", status=1).stderr
    assert b"named after" in run("evaluate", folder, status=1).stderr
    run("evaluate", status=2)
    run("evaluate", folder, folder, status=2)


@test
def focus_draws_over_the_photo(folder):
    """focus draws a picture as large as the photo, with orange in the seen part only."""
    photo = make_photo(folder / "grey.png", size=(400, 200))
    Image.new("RGB", (400, 200), (128, 128, 128)).save(photo)
    result = run("focus", photo, "-o", folder / "map.png")
    picture = Image.open(folder / "map.png")
    assert picture.size == (400, 200) and picture.mode == "RGB"
    assert result.stdout.decode().rstrip().endswith("%)"), result.stdout
    # Grey stays grey where the network does not look: beyond the centre square.
    assert picture.getpixel((5, 100)) == (128, 128, 128)
    strongest = max(pixel[0] - pixel[2] for pixel in picture.getdata())
    # Orange at 60 %: red 0.4 × 128 + 0.6 × 255, blue 0.4 × 128.
    assert 130 <= strongest <= 154, strongest


@test
def focus_takes_any_dish(folder):
    """focus takes any dish of the model, and another dish has another map."""
    photo = MODEL.parents[1] / "data" / "pictures" / "donuts.jpg"
    for label in ["donuts", "cup_cakes"]:
        run("focus", photo, "--dish", label, "-o", folder / f"{label}.png")
    assert (folder / "donuts.png").read_bytes() != (folder / "cup_cakes.png").read_bytes()


@test
def focus_refuses_what_it_cannot_do(folder):
    """focus says what is missing or wrong."""
    photo = make_photo(folder / "plate.png")
    run("focus", photo, status=2)
    run("focus", "-o", folder / "map.png", status=2)
    result = run("focus", photo, "--dish", "soap", "-o", folder / "map.png", status=2)
    assert "“soap”" in result.stderr.decode()
    assert not (folder / "map.png").exists()
    run("focus", photo, "-o", folder / "no" / "map.png", status=1)
    run("focus", folder / "none.jpg", "-o", folder / "map.png", status=1)


@test
def model_says_what_it_is(folder):
    """model shows the checksum, the counts and all dishes."""
    card = json.loads(run("model", "-f", "json").stdout)
    assert card["sha256"] == hashlib.sha256(MODEL.read_bytes()).hexdigest()
    assert len(card["dishes"]) == 101
    assert card["dishes"][16]["label"] == "cheese_plate"
    assert card["dishes"][17]["label"] == "cheesecake"
    assert 1e6 < card["parameters"] < 1e7 and 1e8 < card["multiply_adds"] < 1e9
    text = run("model", "--dishes").stdout.decode()
    assert card["sha256"] in text and "Crème brûlée" in text


@test
def model_verifies(folder):
    """model verify passes good weights and refuses numbers that are not finite."""
    assert b"as they should be" in run("model", "verify", MODEL).stdout
    weights = bytearray(MODEL.read_bytes())
    header = 8 + int.from_bytes(weights[:8], "little")
    dtype = b'"dtype":"F16"' if b"F16" in weights[:header] else b'"dtype":"F32"'
    # All ones is not a number in both.
    size = 2 if b"F16" in dtype else 4
    weights[header : header + size] = b"\xff" * size
    (folder / "nan.safetensors").write_bytes(weights)
    result = run("model", "verify", "nan.safetensors", status=1, cwd=folder)
    assert result.stderr.decode() == "nan.safetensors: The file is damaged.\n"
    (folder / "cut.safetensors").write_bytes(weights[:-100])
    run("model", "verify", folder / "cut.safetensors", status=1)
    run("model", "verify", status=2)


def make_import_program(folder, script):
    """A folder of data whose morsel-import is a script; returns the environment for it."""
    program = folder / "libexec" / "morsel-import"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {**os.environ, "MORSEL_DATA_DIR": str(folder)}


@test
def model_import_hands_over(folder):
    """model import hands its arguments to morsel-import, and its words and its end back."""
    environment = make_import_program(folder, 'echo "$2, $1" >&2; exit 2')
    result = run("model", "import", "a b.h5", "-o", status=2, env=environment)
    assert result.stderr == b"-o, a b.h5\n", result.stderr


@test
def model_import_outlives_its_program(folder):
    """a Keras file that kills morsel-import is damaged."""
    environment = make_import_program(folder, "kill -SEGV $$")
    options = ["-l", "labels.txt", "--output", "new.safetensors", "--ending", "a", "--f16"]
    for arguments in [[*options, "bad.h5"], ["bad.h5", *options]]:
        result = run("model", "import", *arguments, status=1, env=environment)
        assert result.stderr == b"bad.h5: The file is damaged.\n", result.stderr


@test
def benchmark_measures(folder):
    """benchmark gives times of stages and layers, and what ran them."""
    photo = make_photo(folder / "plate.jpg", size=(640, 480))
    figures = json.loads(run("benchmark", "--runs", "3", "-f", "json", photo).stdout)
    assert [stage["name"] for stage in figures["stages"]] == ["load", "preprocess", "network"]
    assert all(stage["microseconds"]["median"] > 0 for stage in figures["stages"])
    assert len(figures["layers"]) > 40
    assert all(layer["implementation"] for layer in figures["layers"])
    assert not any("ref" in layer["implementation"] for layer in figures["layers"])
    own = all(layer["implementation"] == "own" for layer in figures["layers"])
    assert figures["library"].startswith("own" if own else "oneDNN ") and figures["peak"] > 1e9
    assert 0 < figures["share"] < 10
    text = run("benchmark", "--runs", "1").stdout.decode()
    assert figures["isa"] in text and "load" not in text


@test
def onednn_is_loaded_where_it_is_needed(folder):
    """oneDNN is loaded from the installation by a CPU that needs it, and missed with a sentence."""
    program = install(folder)
    module = folder / os.environ["MORSEL_LIBDIR"] / "morsel" / "morsel-onednn.so"
    environment = {**os.environ, "DNNL_MAX_CPU_ISA": "AVX2"}
    command = [program, "benchmark", "--runs", "1", "-f", "json"]
    kept = module.rename(folder / "kept.so")
    result = subprocess.run(command, env=environment, capture_output=True, check=False)
    sentence = "The library oneDNN, which this computer needs, cannot be loaded."
    assert result.returncode == 1 and sentence in result.stderr.decode(), result
    kept.rename(module)
    figures = json.loads(subprocess.check_output(command, env=environment))
    assert figures["library"].startswith("oneDNN "), figures["library"]
    assert any(layer["implementation"] != "own" for layer in figures["layers"])


run_tests()
