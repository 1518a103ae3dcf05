# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Facts of a release in a PromQL query: each stands for itself, in a regular expression too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bluegreen.spec.placeholders import fill

# Prometheus documentation, "Querying basics": strings are in double quotes, single quotes or
# backticks, the last without escapes; =~ and !~ match a regular expression; # begins a comment.
_TEXTS = re.compile(
    r"""(?P<matches>[=!]~\s*)?(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)|\#[^\n]*""",
    re.DOTALL,
)


def filled(query: str, values: Mapping[str, str]) -> str:
    """Return a query with its placeholders replaced by values, each escaped for where it stands.

    Raises KeyError for a name without a value.
    """
    return "".join(fill(piece, values, escape=escape) for piece, escape in _pieces(query))


def _pieces(query: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    done = 0
    for found in _TEXTS.finditer(query):
        yield query[done : found.start()], str
        yield found[0], _escape(found["text"] or "", is_expression=bool(found["matches"]))
        done = found.end()
    yield query[done:], str


def _escape(text: str, *, is_expression: bool) -> Callable[[str], str]:
    quote = text[:1]

    def escape(value: str) -> str:
        # RE2 takes a backslash before any sign for the sign itself, as Python does.
        meant = re.escape(value) if is_expression else value
        if quote not in ('"', "'"):
            return meant
        return meant.replace("\\", "\\\\").replace(quote, f"\\{quote}")

    return escape
