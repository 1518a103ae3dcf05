# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the journal says of a release's checks, for whoever is about to make it live by hand."""

from __future__ import annotations

from bluegreen.cloud.protocols import Journal
from bluegreen.errors import CloudError
from bluegreen.model.application import Application
from bluegreen.model.journal import Phase
from bluegreen.model.tags import Colour


def doubt_about(application: Application, to: Colour, journal: Journal) -> str | None:
    """Return a sentence unless the last check of a side's release on record passed.

    None for the live side, where nothing is left to check. It refuses nothing:
    docs/decisions/switch-and-checks.md says why.
    """
    side = application.side(to)
    if side.release is None or side is application.live:
        return None
    name = side.release.name
    try:
        found = journal.entries(application.name, limit=1, release=name, event="check")
    except CloudError as trouble:
        return f"Whether anybody has checked {name} is not known: {trouble.true_now}."
    if not found:
        return f"Nobody has checked {name}: bluegreen check does."
    if found[0].phase is not Phase.SUCCEEDED:
        return f"The last check of {name} did not pass: {found[0].details.get('sentence')}."
    return None
