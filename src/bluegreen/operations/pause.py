# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The mark of an application whose automatic actions are suspended."""

from __future__ import annotations

from bluegreen.cloud.observe import observe_existing
from bluegreen.cloud.permit import PAUSE
from bluegreen.errors import Refused
from bluegreen.model.address import Address
from bluegreen.model.application import Application
from bluegreen.model.journal import Phase
from bluegreen.operations.journal_writer import note
from bluegreen.operations.session import Session


def set_paused(name: str, session: Session, *, paused: bool) -> str:
    """Mark the production address or unmark it, write it down, and return it as a sentence.

    It takes no lease: a release that is at work is what it is for. Raises Refused when there is
    no address that could be marked.
    """
    context = session.context(PAUSE)
    address = address_to_mark(observe_existing(context.cloud, name))
    context.cloud.addresses.set_paused(address, paused=paused)
    word = "paused" if paused else "no longer paused"
    note(context, name, "pause", Phase.SUCCEEDED, None, {"sentence": word})
    return f"{name} is {word}."


def address_to_mark(application: Application) -> Address:
    """Return the address that holds the mark. Raises Refused when there is none."""
    if application.production is None:
        name = application.name
        raise Refused(f"{name} has no production address to mark", f"bluegreen status {name}")
    return application.production
