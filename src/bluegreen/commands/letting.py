# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What verbs do last where the live side scales with load: wait for its load, and let it shrink."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bluegreen.commands.base import ChangesCloud

if TYPE_CHECKING:
    import argparse

    from bluegreen.observation import Colour
    from bluegreen.steps.step import Changing, Run


PATIENCE = timedelta(minutes=10)
"""How long another operator is waited for, such as a timer's `repair`, whatever --wait says.

What was ordered is done by then and good; to end as stuck would have a pipeline take it back.
"""


class LetsScaleAfterwards(ChangesCloud):
    """A verb that gives the lease back, and then lets the live side scale in both directions.

    Only letting takes the lease again: whoever has taken it meanwhile, for a rollback, is not
    disturbed.
    """

    def changing(
        self,
        name: str,
        run: Run,
        parsed_args: argparse.Namespace,
        patience: timedelta = timedelta(0),
    ) -> Changing:
        """Return what gives a run like this one, with the lease; another's is not broken.

        It is waited for as --wait says, and at least as long as `patience`.
        """

        @contextmanager
        def changing() -> Iterator[Run]:
            held = self.lease_on(name, run.cloud, parsed_args, may_break=False, patience=patience)
            with held as lease:
                yield replace(run, lease=lease)

        return changing

    def let_scale(
        self, name: str, colour: Colour, run: Run, parsed_args: argparse.Namespace
    ) -> None:
        """Let a side scale once its load is known; that is waited for without the lease."""
        from bluegreen.letting_scale import let_scale_after_move

        waiting = replace(run, lease=None)
        changing = self.changing(name, waiting, parsed_args, PATIENCE)
        let_scale_after_move(name, colour, waiting, changing)
