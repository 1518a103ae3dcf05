# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The program that a command runs in: its name in front of a command, and its way to the cloud."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bluegreen.cli.registry import COMMANDS

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud

OWN_NAME = "bluegreen"


@dataclass(frozen=True)
class CommandProgram:
    """A program that has the commands, under `name`; `connect` returns the cloud it works on."""

    name: str
    connect: Callable[[], Cloud]

    def text(self, sentence: str) -> str:
        """Return a sentence with its commands as they are typed in this program."""
        if self.name == OWN_NAME:
            return sentence
        return self._command.sub(f"{self.name} ", sentence)

    @cached_property
    def _command(self) -> re.Pattern[str]:
        """One of this project's commands, unless it stands there under this name already."""
        prefix = self.name.removesuffix(OWN_NAME)
        verbs = "|".join(map(re.escape, COMMANDS))
        return re.compile(rf"(?<!{re.escape(prefix)})\b{OWN_NAME} (?=(?:{verbs})\b)")
