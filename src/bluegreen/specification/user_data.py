# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The script that each server runs at its first boot, with placeholders for what differs."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BUILT_IN = ("application", "side", "version", "release")

# Compute API, `user_data` of a server: at most 65535 characters of base64.
LIMIT = 65_535

# `${name}` belongs to the shell that runs the script, so it is left alone.
_PLACEHOLDER = re.compile(r"(?<!\$)\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class UserData:
    """The text of the user-data file, read once."""

    file: Path
    text: str

    @classmethod
    def read(cls, file: Path) -> UserData:
        """Read the file; ValueError says in plain words why it cannot be used."""
        try:
            user_data = cls(file, file.read_bytes().decode("utf-8"))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ValueError(f"{file} cannot be read: {reason}") from error
        except UnicodeDecodeError as error:
            raise ValueError(f"{file} is not UTF-8 text (byte {error.start})") from error
        size = len(base64.b64encode(user_data.text.encode()))
        if size > LIMIT:
            raise ValueError(f"{file} is {size} bytes in base64; OpenStack takes {LIMIT} at most")
        return user_data

    def mentions(self, name: str) -> bool:
        """Say whether the text has the placeholder `{name}`."""
        return name in _PLACEHOLDER.findall(self.text)

    def render(self, values: Mapping[str, str]) -> str:
        """Replace each `{name}` that `values` knows; everything else stays as it is."""
        return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), self.text)
