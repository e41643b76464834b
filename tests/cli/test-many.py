#!/usr/bin/env python3
"""test-many.py: many photos, and what gets in their way: Ctrl+C, pipes, disks, rights

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import pty
import shutil
import signal
import stat
import subprocess
from pathlib import Path

from made import CLI, Skip, install, make_many, make_photo, run, run_tests, test


@test
def ten_thousand_names(folder):
    """ten thousand names get ten thousand rows, in order."""
    photo = make_photo(folder / "plate.jpg")
    names = []
    for number in range(10000):
        name = f"{number}.jpg"
        if number % 100 == 0:
            os.link(photo, folder / name)
        names.append(name)
    result = run("classify", "-f", "json", "-n", "1", *names, status=1, cwd=folder)
    rows = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert [row["photo"] for row in rows] == names
    assert sum("answer" in row for row in rows) == 100


@test
def ctrl_c_keeps_what_is_done(folder):
    """Ctrl+C ends with 130, and what is done is written whole."""
    many = make_many(folder / "many", 2000, make_photo(folder / "plate.jpg"))
    # Without a buffer: communicate() would not see what readline() read ahead.
    with subprocess.Popen(
        [CLI, "classify", "-f", "json", many],
        bufsize=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate()
    rows = [json.loads(line) for line in (first + rest).decode().splitlines()]
    assert process.returncode == 130, process.returncode
    assert 0 < len(rows) < 2000, len(rows)
    # Photos that were broken off are missing, the others are in order, each once.
    names = [row["photo"] for row in rows]
    assert names == sorted(set(names)) and names[0] == f"{many}/00000.jpg"
    assert all("answer" in row for row in rows)
    assert errors.decode() == f"morsel-cli: Interrupted after {len(rows)} of 2000 photos.\n", errors


@test
def ctrl_c_is_not_for_the_background(folder):
    """what was started with SIGINT ignored, as shells do in the background, is not ended by it."""
    many = make_many(folder / "many", 300, make_photo(folder / "plate.jpg"))
    with subprocess.Popen(
        [CLI, "classify", "-f", "json", many],
        bufsize=0,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate()
    assert process.returncode == 0 and errors == b"", (process.returncode, errors)
    assert len((first + rest).splitlines()) == 300


@test
def ctrl_c_ends_an_evaluation(folder):
    """Ctrl+C during an evaluation gives the figures of what is done."""
    photo = make_photo(folder / "plate.jpg")
    make_many(folder / "test" / "ramen", 3000, photo)
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [CLI, "evaluate", "-t", "1", "-f", "json", folder / "test"],
        stdout=subprocess.PIPE,
        stderr=terminal,
    ) as process:
        os.close(terminal)
        # The first sign of progress: work has begun.
        os.read(controller, 1)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()
    os.close(controller)
    assert process.returncode == 130, process.returncode
    assert 0 < json.loads(output)["photos"] < 3000, output


@test
def progress_is_for_terminals(folder):
    """progress with its rate is shown on a terminal, and nowhere else."""
    many = make_many(folder / "many", 1500, make_photo(folder / "plate.jpg"))
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [CLI, "classify", "-t", "1", "-f", "json", many],
        stdout=subprocess.DEVNULL,
        stderr=terminal,
    ) as process:
        os.close(terminal)
        shown = b""
        try:
            while True:
                shown += os.read(controller, 4096)
        except OSError:
            pass
    os.close(controller)
    assert process.returncode == 0
    assert "of 1500 photos, " in shown.decode() and " a second, " in shown.decode(), shown
    assert shown.endswith(b"\r\x1b[K"), shown[-80:]
    assert run("classify", "-f", "json", many / "00000.jpg", many / "00001.jpg").stderr == b""


def count_new_pages(*arguments):
    """How many pages of memory a run was given."""
    with subprocess.Popen([CLI, *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_minflt


@test
def a_photo_uses_the_memory_of_the_one_before(folder):
    """two hundred photos more take less than five new pages each."""
    if b"__asan_init" in Path(CLI).read_bytes():
        raise Skip("the address sanitizer keeps what was freed")
    photo = make_photo(folder / "plate.jpg", size=(512, 384))
    few = make_many(folder / "few", 50, photo)
    many = make_many(folder / "many", 250, photo)
    pages = [count_new_pages("classify", "-t", "2", "-f", "csv", names) for names in (few, many)]
    assert pages[1] - pages[0] < 200 * 5, pages


@test
def a_full_disk_is_told_of(folder):
    """a full disk is told of and ends with 1, for every command that writes."""
    photo = make_photo(folder / "test" / "ramen" / "plate.jpg")
    for arguments in [
        ("--help",),
        ("classify", photo),
        ("classify", "-f", "json", photo, photo),
        ("classify", "-f", "csv", photo),
        ("classify", "-l", photo),
        ("evaluate", folder / "test"),
        ("model",),
        ("benchmark", "--runs", "1"),
    ]:
        with open("/dev/full", "wb") as full:
            result = run(*arguments, status=1, stdout=full)
        words = result.stderr.decode()
        assert "The output could not be written: No space left on device" in words, words


@test
def a_closed_pipe_ends_the_work(folder):
    """a reader that goes away ends the work with 1, and is told of once."""
    # The others are done before the first one, and wait for it.
    slow = make_photo(folder / "slow.jpg", size=(6000, 4000))
    many = make_many(folder / "many", 500, make_photo(folder / "plate.jpg"))
    for form in ["json", "text"]:
        reader, writer = os.pipe()
        os.close(reader)
        result = run("classify", "-t", "4", "-f", form, slow, many, status=1, stdout=writer)
        os.close(writer)
        words = result.stderr.decode()
        assert words == "morsel-cli: The output could not be written: Broken pipe\n", words


@test
def files_without_rights_are_told_of(folder):
    """a file and a folder that may not be read are told of, and the rest goes on."""
    os.chmod(folder, 0o755)
    # A copy that anybody may run: the build folder may lie in somebody's home.
    program = install(folder)
    data = folder / "data"
    (data / "model").mkdir(parents=True)
    source = Path(os.environ["MORSEL_DATA_DIR"]) / "model" / "food101.safetensors"
    shutil.copy(source, data / "model")
    make_photo(folder / "photos" / "good.jpg")
    make_photo(folder / "photos" / "secret.jpg").chmod(0)
    make_photo(folder / "photos" / "shut" / "a.jpg").parent.chmod(0)

    command = [program, "classify", "-f", "json", "-r", "photos"]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise Skip("no setpriv")
        command = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    result = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "MORSEL_DATA_DIR": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=False,
    )
    (folder / "photos" / "shut").chmod(stat.S_IRWXU)
    assert result.returncode == 1, result
    rows = {row["photo"]: row for row in map(json.loads, result.stdout.decode().splitlines())}
    assert "answer" in rows["photos/good.jpg"], rows
    assert rows["photos/secret.jpg"]["error"]["code"] == "permission-denied", rows
    assert rows["photos/shut"]["error"]["code"] == "permission-denied", rows


@test
def a_missing_model_is_told_of(folder):
    """a Morsel whose model is missing says what to do."""
    program = shutil.copy(CLI, folder / "morsel-cli")
    photo = make_photo(folder / "plate.jpg")
    environment = {**os.environ, "MORSEL_DATA_DIR": str(folder)}
    result = subprocess.run(
        [program, "classify", photo], env=environment, stderr=subprocess.PIPE, check=False
    )
    assert result.returncode == 1
    assert result.stderr.decode() == "morsel-cli: The model is missing. Install Morsel again.\n"


run_tests()
