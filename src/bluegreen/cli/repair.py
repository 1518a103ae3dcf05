# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen repair`: new servers in place of those of a side that are dead."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cliff.lister import Lister

from bluegreen.cli._autoscaling_base import (
    LetsScaleAfterwards,
    refuse_unless_alarms_are_known,
    was_changed_last,
)
from bluegreen.cli.base import NamesApplication, add_side
from bluegreen.cli.columns import Rows, cells
from bluegreen.errors import CloudError

if TYPE_CHECKING:
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.model.application import Side
    from bluegreen.operations.repair.plan import Diagnosis

COLUMNS = ("Server", "Trouble", "Replaced By")


class Repair(NamesApplication, LetsScaleAfterwards, Lister):
    """Replace the servers of a side that are dead, without a new release.

    Dead is a server that is in ERROR, shut off or gone, that fails its health check, or that Heat
    has given up; one that is younger than ten minutes and running may still be booting. The others
    serve on, and the side keeps its size. Where the live side scales with load, that is held
    meanwhile.
    """

    def get_parser(self, prog_name: str) -> argparse.ArgumentParser:
        """Add the side."""
        parser = super().get_parser(prog_name)
        add_side(parser)
        return parser

    def take_action(self, parsed_args: argparse.Namespace) -> Rows:
        """Look for dead servers, plan, ask, act, and return what was replaced by what."""
        from bluegreen.cloud.observe import observe_existing
        from bluegreen.operations.repair.plan import plan_repair
        from bluegreen.operations.scale.capacity import shortages_of_growth
        from bluegreen.operations.scale.plan import plans_after_change_by_hand

        name, colour = self.application(parsed_args), parsed_args.side
        cloud = self.cloud()
        with self.lease_on(name, cloud, parsed_args) as lease:
            application = observe_existing(cloud, name)
            side = application.side(colour)
            diagnosis = self._diagnose(cloud, name, side)
            shortages = shortages_of_growth(cloud, side, len(diagnosis.broken), self.say)
            plan = plan_repair(application, colour, diagnosis, shortages)
            later = plans_after_change_by_hand(application, colour)
            if not (plan.steps or (later and was_changed_last(cloud, name, colour, plan.event))):
                plan.refuse_unless_allowed()
                refuse_unless_alarms_are_known(cloud, application, plan)
                self.say(f"Nothing to repair: every server of {colour} is in order.")
                if later:
                    self.say(f"It grows with load and does not shrink: bluegreen resume {name}")
                return COLUMNS, []
            specification = self.own_specification(name)
            run = self.carry_out(plan, cloud, lease, parsed_args, specification, afterwards=later)
            if run is None:
                return _rows(diagnosis, {})
        if later:
            self.let_scale(name, colour, run, parsed_args)
        self.look_again(cloud, name)
        return _rows(diagnosis, self._servers_by_place(cloud, name, side))

    def _diagnose(self, cloud: Cloud, name: str, side: Side) -> Diagnosis:
        """Return what is wrong, having read the places of what is broken a second time.

        Load may take a server away after the first look, which is no server that died.
        """
        from bluegreen.operations.repair.plan import Diagnosis, diagnose

        if side.release is None:
            return Diagnosis()
        group, servers = cloud.stacks.group(side.release.stack), cloud.servers.find(name)
        diagnosis = diagnose(side, group, servers, datetime.now(UTC))
        if diagnosis.broken:
            diagnosis = diagnosis.of_places(cloud.stacks.group(side.release.stack))
        for server in diagnosis.booting:
            self.say(
                f"{server.name} fails its health check, and may still be booting: it is left for "
                "ten minutes from when it was made."
            )
        return diagnosis

    def _servers_by_place(self, cloud: Cloud, name: str, side: Side) -> dict[str, str]:
        """Return which server fills each place now; nothing when the cloud does not say."""
        if side.release is None:
            return {}
        try:
            names = {server.id: server.name for server in cloud.servers.find(name)}
            group = cloud.stacks.group(side.release.stack)
        except CloudError as trouble:
            self.say(f"By what they were replaced is not known: {trouble.true_now}.")
            return {}
        return {place.name: names.get(place.server, place.server) for place in group}


def _rows(diagnosis: Diagnosis, now: dict[str, str]) -> Rows:
    return COLUMNS, [
        cells((one.server, one.why, now.get(one.member.name))) for one in diagnosis.broken
    ]
