# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How a command proves who answers: by what is typed, else by what the specification says."""

from __future__ import annotations

from bluegreen.model.data_plane import Demand
from bluegreen.model.tags import Colour
from bluegreen.spec import Specification
from bluegreen.spec.placeholders import fill


def demand_of(specification: Specification | None, way: str | None) -> Demand | None:
    """Return how much proof is wanted, or None for none."""
    if specification is None:
        return (
            None if way == "none" else Demand(by="statistics" if way == "statistics" else "probe")
        )
    proof = specification.switch.proof
    way = way or proof.by
    if way == "none":
        return None
    return Demand(
        proof.in_a_row,
        proof.timeout,
        proof.path,
        by="statistics" if way == "statistics" else "probe",
        header=proof.header,
        certificate=_of_each_side(proof.certificate, specification.application),
        banner=_of_each_side(proof.banner, specification.application),
    )


def _of_each_side(text: str | None, application: str) -> dict[str, str] | None:
    """Return the text as it is on each side; None where the specification has none."""
    if text is None:
        return None
    return {side: fill(text, {"side": side, "application": application}) for side in Colour}
