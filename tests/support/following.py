# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody who types what is printed after `next:`, until the application is well or nobody can."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from support.command_lines import verb_and_arguments
from support.named_commands import CHOSEN, END
from support.openstack_client import NoSuchCommand, read

PATIENCE = 12
"""How many commands somebody types before giving up."""

STEP = re.compile(
    r"(?<![\w./`-])(?:bluegreen|openstack) (?=[a-z-])"
    r"|the same command(?: again)?(?: with (--[\w-]+(?: \d\w*)?))?"
)
ALTERNATIVES = re.compile(r"[;,]? \bor\b,? ")
LOOKS = {"list", "history", "validate", "help"}
"""Commands of this program that change nothing and end nothing: nobody is further after them."""


class End(StrEnum):
    """How following the printed commands ended."""

    WELL = "the application is well, and the first command ends with 0"
    PERSON = "a person is told what only they can do"
    CIRCLE = "the same command, in the same world, was named again"
    NOTHING_SAID = "the application is not well, and no command is named"
    CANNOT_BE_TYPED = "a command was named that is none, or that has no such argument"


class Answer(Protocol):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


class World(Protocol):
    """Where the commands are typed."""

    def types(self, words: list[str]) -> Answer:
        """Type a command of this program, without its name."""

    def asks(self, words: list[str]) -> None:
        """Type a command of the `openstack` client, without its name, that the client takes."""

    def well(self) -> bool:
        """Tell whether the application is well."""

    def state(self) -> str:
        """Return all that could change by a command, to tell whether one has changed anything."""


@dataclass
class Way:
    """What was typed on the way, what was printed last, and where it ended."""

    typed: list[str] = field(default_factory=list)
    said: str = ""
    end: End | None = None

    def __str__(self) -> str:
        lines = "\n".join(f"  $ {line}" for line in self.typed)
        return f"{self.end}\n{lines}\n  {self.said}"


def follow(world: World, first: list[str], fill: Callable[[str], str]) -> Way:
    """Type a command, then what each failure names, until the application is well or it ends.

    `fill` puts in what the reader chooses: what stands for VERSION in a command.
    """
    follower = _Follower(world, first, fill)
    follower.run()
    return follower.way


@dataclass
class _Follower:
    """Types what is in `queue`; `done` says that what was typed first has ended well since.

    `visits` counts how often a sentence was met in the same world.
    """

    world: World
    first: list[str]
    fill: Callable[[str], str]
    queue: list[list[str]] = field(default_factory=list)
    done: bool = False
    way: Way = field(default_factory=Way)
    visits: Counter[tuple[str, str]] = field(default_factory=Counter)

    def run(self) -> None:
        self.queue = [self.first]
        while self.way.end is None:
            if len(self.way.typed) >= PATIENCE:
                self.way.end = End.CIRCLE
                return
            words = self.queue.pop(0)
            failed = self._type(words)
            if failed is not None:
                self._heed(failed, words)
            elif self.way.end is None:
                self.done |= words[: len(self.first)] == self.first
                if not self.queue:
                    self._go_on_after(words)

    def _go_on_after(self, words: list[str]) -> None:
        """Try again what failed first; once that has ended well, do what status says."""
        if self.done and self.world.well():
            self.way.end = End.WELL
        elif self.done or words[:2] == ["bluegreen", "status"]:
            shown = self.world.types(["status"]).err.splitlines()
            named = "; ".join(line for line in shown if any(steps_in(line)))
            if named or self.done:
                self._heed(named, words)
            else:
                self.queue = [self.first]
        else:
            self.queue = [self.first]

    def _heed(self, said: str, words: list[str]) -> None:
        """Queue the commands of a sentence: of several ways, one more each time it is met."""
        self.way.said = said
        ways = [list(steps_in(text)) for text in ALTERNATIVES.split(said)]
        acting = [steps for steps in ways if any(self._acts(step, words) for step in steps)]
        place = (said, self.world.state())
        if not acting:
            self.way.end = End.PERSON if said else End.NOTHING_SAID
        elif self.visits[place] >= len(acting):
            self.way.end = End.CIRCLE
        else:
            steps = acting[self.visits[place]]
            self.visits[place] += 1
            self.queue = sorted((self._words(step, words) for step in steps), key=_examines)

    def _acts(self, step: str, words: list[str]) -> bool:
        """Tell whether a step is more than a look, after which nobody is further."""
        if step.startswith("the same command"):
            return "--" in step
        program, verb, *others = self._words(step, words)
        if program == "bluegreen":
            return verb not in LOOKS
        return not ({verb, *others} & {"list", "show", "issue"})

    def _words(self, step: str, words: list[str]) -> list[str]:
        if step.startswith("the same command"):
            return [*words, *step.removeprefix("the same command").split()]
        return shlex.split(self.fill(" ".join(CHOSEN.get(word, word) for word in step.split())))

    def _type(self, words: list[str]) -> str | None:
        """Type a command; return what a failure says to do, "" for nothing; None for success."""
        self.way.typed.append(shlex.join(words))
        try:
            if words[0] == "openstack":
                read(words[1:])
                self.world.asks(words[1:])
                return None
            _, arguments = verb_and_arguments(shlex.join(words))
        except (NoSuchCommand, SystemExit, ValueError) as error:
            self.way.end, self.way.said = End.CANNOT_BE_TYPED, str(error)
            return None
        if _examines(words):
            return self._examine(words)
        yes = ["--yes"] if hasattr(arguments, "yes") and "--yes" not in words else []
        answer = self.world.types([*words[1:], *yes])
        if answer.code == 0:
            return None
        return answer.err.rpartition("next: ")[2].strip() if "next: " in answer.err else ""

    def _examine(self, words: list[str]) -> str | None:
        """Type a doctor, and return what its findings name that stand in the way, or differ."""
        rows = json.loads(self.world.types(["-q", *words[1:], "-f", "json"]).out)
        found = [r for r in rows if r["Verdict"] == "bad" or r["Check"].startswith("drift")]
        return "; ".join(dict.fromkeys(row["Next"] for row in found if row["Next"])) or None


def _examines(words: list[str]) -> bool:
    """Tell whether a command is a doctor: it comes after those that change something."""
    return words[:2] == ["bluegreen", "doctor"]


def steps_in(sentence: str) -> Iterator[str]:
    """Yield the commands of a sentence in its order, and `the same command again`."""
    for found in STEP.finditer(sentence):
        if found[0].startswith("the same"):
            yield f"the same command {found[1] or ''}".strip()
            continue
        end = END.search(sentence, found.end())
        yield sentence[found.start() : end.start() if end else None].strip()
