# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a resource's tags say of it: which application it belongs to, which side."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

MARK = "bluegreen"
"""The tag that every resource of every application carries."""


class Colour(StrEnum):
    """The two sides of an application."""

    BLUE = "blue"
    GREEN = "green"

    @property
    def other(self) -> Colour:
        """Return the opposite side."""
        return Colour.GREEN if self is Colour.BLUE else Colour.BLUE


def tags_for(application: str, **facts: str | None) -> list[str]:
    """Return the tags of a resource: the mark, its application, and each given fact."""
    named = {"application": application, **facts}
    return [MARK, *(f"{MARK}:{name}={value}" for name, value in named.items() if value is not None)]


def facts_in(tags: Iterable[str]) -> dict[str, str]:
    """Return the facts that a resource's tags state, such as `{"application": "shop"}`."""
    prefix = f"{MARK}:"
    stated = (tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix) and "=" in tag)
    return dict(fact.split("=", 1) for fact in stated)
