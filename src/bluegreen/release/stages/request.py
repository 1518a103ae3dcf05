# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What a release is asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bluegreen.cloud.observe import observe
from bluegreen.cloud.protocols import Cloud
from bluegreen.errors import Refused
from bluegreen.extensions.environment import refuse_without_variables
from bluegreen.model.application import Application
from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.summary import way_to_a_live_side
from bluegreen.operations.context import ExecutionContext
from bluegreen.spec import Specification


@dataclass(frozen=True)
class ReleaseRequest:
    """One release that is wanted.

    `proof` None means that this machine has no way to the addresses. `needs_person` is set by
    a stage that found something neither good nor bad: a person decides then, whatever `approval`
    says. `allow_unknown` takes a side of which nobody knows whether it works.
    """

    specification: Specification
    version: str
    proof: ProofSpec | None
    needs_person: bool = False
    allow_unknown: bool = False

    @property
    def application(self) -> str:
        """The application's name."""
        return self.specification.application

    def pausing_for_a_person(self) -> ReleaseRequest:
        """Return the request as it is when a person must decide."""
        return replace(self, needs_person=True)

    def observe(
        self, context: ExecutionContext, look: Callable[[Cloud, str], Application] = observe
    ) -> Application:
        """Return the application as it is now. Raises Refused while it is paused."""
        application = look(context.cloud, self.application)
        if application.paused:
            raise Refused(
                f"{self.application} is paused, so automatic actions are suspended",
                f"bluegreen history {self.application}, then bluegreen unpause {self.application}",
            )
        return application

    def is_live(self, application: Application) -> bool:
        """Whether the wanted version is what users reach already."""
        live = application.live
        return (
            live is not None and live.release is not None and (live.release.version == self.version)
        )

    def is_there(self, application: Application) -> bool:
        """Whether the wanted version is on the idle side already, alone and complete."""
        idle = application.idle
        if idle is None or len(idle.releases) != 1 or idle.release is None:
            return False
        complete = idle.release.stack.may_be_complete
        return complete and idle.release.version == self.version

    def ways_on_after_way_back(self, application: Application) -> list[str]:
        """Return what lets the side scale that was idle and is live again; none where it does not.

        It only grows until then: waiting for its load would keep those waiting who want to hear of
        the way back. Without Heat nothing is known of that but what is wanted.
        """
        release = application.idle.release if application.idle else None
        scaling = release.scaling if release else None
        wanted = self.specification.scaling if application.unread else None
        if not (scaling and scaling.has_alarms) and not (wanted and wanted.source != "none"):
            return []
        resume = f"bluegreen resume {self.application}"
        return [f"{resume}, to activate autoscaling of the live side in both directions"]

    def refuse_unless_ready(self, context: ExecutionContext) -> Application:
        """Return the application as it is before the release.

        Raises Refused when that cannot begin: paused, not up, or variables missing.
        """
        refuse_without_variables(self.specification.variables)
        application = self.observe(context)
        if application.live is None:
            raise Refused(
                f"no side of {self.application} is live",
                way_to_a_live_side(application, self.version),
            )
        return application


Stage = Callable[[ReleaseRequest, ExecutionContext], ReleaseRequest]
"""Does what is left to do of one stage; returns the request, perhaps with more known."""
