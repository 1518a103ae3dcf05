# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a user asks for in a dialog, and what the dialog's form needs of the action."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from bluegreen import Colour, ProofSpec, Session, proof_of
from bluegreen_dashboard.rights import Rules


@dataclass(frozen=True)
class ActionRequest:
    """What a user asks for, and what the user saw when asking for it.

    `saw_live` and `saw_release` (of the idle side) are what the dialog was made of.
    """

    application: str
    saw_live: str = ""
    saw_release: str = ""
    choices: dict[str, Any] = field(default_factory=dict)

    @property
    def expected(self) -> Colour | None:
        """The side that the user believes to be live."""
        return Colour(self.saw_live) if self.saw_live else None

    @property
    def proof(self) -> ProofSpec | None:
        """How much proof is wanted."""
        return proof_of(None, self.choices.get("proof"))


class FormAction(Protocol):
    """What a form needs of its action."""

    @property
    def slug(self) -> str:
        """Its name, as that of the command."""

    @property
    def rights(self) -> Rules:
        """What the user must be allowed to do."""

    def execute(self, asked: ActionRequest, session: Session) -> str:
        """Do it, and return what is then true. Raises BlueGreenError."""
