# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Findings about drift. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bluegreen.doctor.finding import Finding, bad, note, ok, unknown
from bluegreen.model.drift import Difference, DriftKind

OF_ADDRESSES = ("production", "preview")
"""What `of_application` says already."""


def of_drift(differences: Iterable[Difference], *, specified: bool) -> Iterator[Finding]:
    """Say each difference; `specified` is whether there was a specification to compare with.

    What is missing stands in the way; what is changed or foreign may be meant.
    """
    found = list(differences)
    for one in found:
        if one.kind is DriftKind.UNKNOWN:
            yield unknown("drift", one.sentence)
        elif one.part not in OF_ADDRESSES:
            rate = bad if one.kind is DriftKind.MISSING else note
            yield rate("drift", one.sentence, one.next_step)
    if not found:
        record = "bluegreen.yaml asks for" if specified else "the stacks' parameters say"
        yield ok("drift", f"what was built is as {record}")
