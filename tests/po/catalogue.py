"""catalogue.py: reads catalogues of messages (.po, .pot), and makes the template anew

SPDX-License-Identifier: GPL-3.0-or-later
"""
import ast
import re
import subprocess
from dataclasses import dataclass, field

# What Meson's preset "glib" hands to xgettext.
XGETTEXT = [
    "xgettext",
    "--from-code=UTF-8",
    "--add-comments",
    "--keyword=_",
    "--keyword=N_",
    "--keyword=C_:1c,2",
    "--keyword=NC_:1c,2",
    "--keyword=g_dcgettext:2",
    "--keyword=g_dngettext:2,3",
    "--keyword=g_dpgettext2:2c,3",
    "--add-location=file",
    "--package-name=morsel",
    "--output=-",
]
LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\]) )?(".*")')


@dataclass
class Message:
    """One message: its texts by keyword, its flags and the comments for translators."""

    texts: dict = field(default_factory=dict)
    flags: list = field(default_factory=list)
    comments: list = field(default_factory=list)

    @property
    def key(self):
        """What gettext looks a message up by."""
        return self.texts.get("msgctxt", ""), self.texts.get("msgid", "")

    @property
    def plural(self):
        """The text for several, or None."""
        return self.texts.get("msgid_plural")

    @property
    def translations(self):
        """All msgstr, one for each form of the plural."""
        return [text for word, text in self.texts.items() if word.startswith("msgstr")]


def parse(text):
    """The messages of a catalogue by their keys; the header's is ("", "")."""
    messages = {}
    for block in re.split(r"\n\s*\n", text):
        message = Message()
        word = None
        for line in block.splitlines():
            if line.startswith("#,"):
                message.flags += [flag.strip() for flag in line[2:].split(",")]
            elif line.startswith("#."):
                message.comments.append(line[3:])
            elif (match := LINE.fullmatch(line)) is not None:
                word = match.group(1) or word
                message.texts[word] = message.texts.get(word, "") + ast.literal_eval(match.group(2))
        if message.texts:
            messages[message.key] = message
    return messages


def read(path):
    """The messages of a catalogue's file."""
    return parse(path.read_text(encoding="utf-8"))


def extract(top):
    """The text of a template of what the program says today."""
    command = [*XGETTEXT, "--directory", top, "--files-from", top / "po" / "POTFILES.in"]
    return subprocess.run(command, capture_output=True, check=True, cwd=top).stdout.decode()
