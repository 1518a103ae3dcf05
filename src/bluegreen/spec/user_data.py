# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The script that each server runs at its first boot, with placeholders for what differs."""

from __future__ import annotations

import os
import re
import shlex
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from bluegreen.spec.programs import refuse_foreign_text

BUILT_IN = ("application", "side", "version", "release")

# Compute API, `user_data` of a server: at most 65535 characters of base64.
LIMIT = 65_535

FILTER = "|shell"
"""What may follow a placeholder's name: `{version|shell}` is one word of a shell, with quotes."""

# `${name}` belongs to the shell that runs the script, so it is left alone.
_PLACEHOLDER = re.compile(r"(?<!\$)\{(?P<name>[a-z][a-z0-9_]*)(?P<filter>\s*\|[^{}]*)?\}")


@dataclass(frozen=True)
class UserData:
    """The text of the user-data file, read once."""

    file: Path
    text: str

    @classmethod
    def read(cls, file: Path) -> UserData:
        """Read the file; ValueError says in plain words why it cannot be used.

        A pipe or a device may never end, so only regular files are opened, and no more is read
        than OpenStack takes.
        """
        try:
            kind = file.stat().st_mode
            if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
                raise ValueError(f"{file} is not a regular file")
            with file.open("rb") as script:
                beginning = script.read(LIMIT)
                size = script.seek(0, os.SEEK_END)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ValueError(f"{file} cannot be read: {reason}") from error
        if in_base64(size) > LIMIT:
            raise ValueError(f"{file} is {_too_large(in_base64(size))}")
        refuse_foreign_text(file, beginning)
        try:
            user_data = cls(file, beginning.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise ValueError(f"{file} is not UTF-8 text (byte {error.start})") from error
        user_data.refuse_unknown_filters(BUILT_IN)
        return user_data

    def refuse_too_large(self, values: Mapping[str, str]) -> None:
        """Raise ValueError where the file with these values is more than OpenStack accepts."""
        size = in_base64(len(self.render(values).encode()))
        if size > LIMIT:
            raise ValueError(f"{self.file} with its placeholders replaced is {_too_large(size)}")

    def mentions(self, name: str) -> bool:
        """Say whether the text has a placeholder of this name."""
        return any(match["name"] == name for match in _PLACEHOLDER.finditer(self.text))

    def refuse_unknown_filters(self, names: Collection[str]) -> None:
        """Raise ValueError, with file and line of each, where these names have unknown filters.

        Other words in braces are not ours, whatever follows them.
        """
        unknown = [
            f"{self.file}:{self._line(match)}: {match[0]} has an unknown filter; only "
            f"{{{match['name']}{FILTER}}} exists"
            for match in _PLACEHOLDER.finditer(self.text)
            if match["name"] in names and match["filter"] not in (None, FILTER)
        ]
        if unknown:
            raise ValueError("; ".join(unknown))

    def render(self, values: Mapping[str, str]) -> str:
        """Replace each `{name}` that `values` knows; everything else stays as it is.

        `{name|shell}` becomes the value as one word of a shell, in quotes where it needs them.
        """

        def value(match: re.Match[str]) -> str:
            known = values.get(match["name"], match[0])
            quoted = match["filter"] == FILTER and match["name"] in values
            return shlex.quote(known) if quoted else known

        return _PLACEHOLDER.sub(value, self.text)

    def _line(self, match: re.Match[str]) -> int:
        return self.text.count("\n", 0, match.start()) + 1


def in_base64(size: int) -> int:
    """Return how many characters of base64 so many bytes are."""
    return 4 * -(-size // 3)


def _too_large(size: int) -> str:
    return f"{size} bytes in base64; OpenStack accepts at most {LIMIT}"
