# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""One row of the catalogue: what is broken, what is typed first then, and where that ends."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from bluegreen.model.quota import Shortage
from support import hands
from support.fake_cloud import FakeProject
from support.following import End
from support.hands import Hand
from support.operator import Operator
from support.worlds import SHOP


@dataclass(frozen=True)
class Broken:
    """One thing that is broken in the shop, which is live on blue with 1.0 and has 2.0 on green.

    `types` is what somebody types first, and `end` how it ends; where a person is `told` what only
    they can do, `person` does it, and the same command ends well then; None where they may not want
    to. `version` is what the reader puts for VERSION.
    """

    breaks: Hand
    types: str
    end: End = End.WELL
    told: str = ""
    person: Hand | None = hands.nothing
    version: str = "3.0"
    specification: str = SHOP

    @property
    def first(self) -> list[str]:
        """What is typed first, in words."""
        return shlex.split(f"bluegreen {self.types}")

    def fill(self, command: str) -> str:
        """Put in what the reader chooses."""
        return command.replace("VERSION", self.version)

    def operator(self, folder: Path) -> Operator:
        """Return somebody whose shop is up, before anything is broken."""
        project = FakeProject()
        operator = Operator(project, folder, self.specification)
        hands.hook_written(project, folder)
        for words in (("up", "1.0", "--yes"), ("deploy", "2.0", "--yes")):
            operator.types(*words, expect=0)
        return operator


def lacking(what: str, look: str) -> Broken:
    """Return a deploy for which the project lacks something, which a person brings back."""
    return Broken(
        lambda project, _: project.missing.append(Shortage(what, look)),
        "deploy 3.0",
        End.PERSON,
        look,
        person=lambda project, _: project.missing.clear(),
    )


BLUE, GREEN = "shop-blue-r1", "shop-green-r3"
