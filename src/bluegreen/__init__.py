# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Blue-green deployment for tenants of an OpenStack cloud, as a library.

Connect to a project, observe an application, plan a change, execute it:

    cloud = bluegreen.connect("mycloud")
    shop = bluegreen.observe_existing(cloud, "shop")
    request = bluegreen.SwitchRequest(application="shop", proof=bluegreen.ProofSpec())
    session = bluegreen.Session(cloud, bluegreen.Unattended(print), operator="nightly job")
    result = bluegreen.switch(request, session)

What `__all__` names is promised: it changes only with a note in the changelog, and the dashboard
uses nothing else. The packages below this one are private. docs/library.md shows more.

A name is imported when it is first used, so that a command loads only what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bluegreen.clock import Clock, SteadyClock
    from bluegreen.cloud import API_TIMEOUT, SignedIn, connect, connect_as, from_connection
    from bluegreen.cloud.calls import BRIEFLY
    from bluegreen.cloud.observe import (
        observe,
        observe_as_far_as_it_answers,
        observe_existing,
        observe_project,
    )
    from bluegreen.cloud.protocols import Cloud
    from bluegreen.cloud.snapshot import (
        history,
        lease_holder,
        project_floating_ips,
        survey,
        take_snapshot,
    )
    from bluegreen.errors import (
        BlueGreenError,
        CloudError,
        Problem,
        Refused,
        RolledBack,
        SpecificationInvalid,
        StepFailed,
        Stuck,
        UsageError,
    )
    from bluegreen.model.address import Address, FloatingIp, Role
    from bluegreen.model.application import Application, Oddity, Release, Side
    from bluegreen.model.balancer import Balancer, Drained, Members, Network
    from bluegreen.model.data_plane import Cutover, ProofSpec, RequestSpec
    from bluegreen.model.drift import Difference, DriftKind, Mending
    from bluegreen.model.journal import Entry, JournalRun, Phase, with_parts
    from bluegreen.model.lease import Holder, Lease, LeaseHeld, LeaseLost
    from bluegreen.model.scaling import Scaling
    from bluegreen.model.snapshot import ApplicationSnapshot, SideSnapshot
    from bluegreen.model.stack import Stack, StackState
    from bluegreen.model.summary import (
        application_state,
        headline,
        incomplete,
        side_state,
        warnings,
    )
    from bluegreen.model.tags import Colour
    from bluegreen.model.text import printable
    from bluegreen.operations.build.run import DeployRequest, deploy
    from bluegreen.operations.drift.find import find_drift
    from bluegreen.operations.pause import set_paused
    from bluegreen.operations.plan import Plan, Step
    from bluegreen.operations.prechecks import Precheck
    from bluegreen.operations.resume.run import ResumeRequest, resume
    from bluegreen.operations.retire.plan import Fate, plan_retire
    from bluegreen.operations.retire.run import RetireRequest, retire
    from bluegreen.operations.session import LeaseTerms, Output, Session
    from bluegreen.operations.switch.plan import plan_rollback, plan_switch
    from bluegreen.operations.switch.proof import proof_of
    from bluegreen.operations.switch.rollback_target import failed_watch, pending_release
    from bluegreen.operations.switch.run import (
        MoveResult,
        RollbackRequest,
        SwitchRequest,
        rehearse_rollback,
        rollback,
        switch,
    )
    from bluegreen.operations.unattended import Unattended
    from bluegreen.release.approval import answer, side_that_waits
    from bluegreen.spec import Specification, load
    from bluegreen.spec.switch import DrainSection


__version__ = "0.1.0"

__all__ = [  # noqa: RUF022 - in the order in which they are needed
    "__version__",
    # connect
    "connect",
    "connect_as",
    "SignedIn",
    "from_connection",
    "API_TIMEOUT",
    "Cloud",
    "BRIEFLY",
    # observe
    "observe",
    "observe_existing",
    "observe_as_far_as_it_answers",
    "observe_project",
    "survey",
    "take_snapshot",
    "project_floating_ips",
    "find_drift",
    "history",
    "with_parts",
    "lease_holder",
    "headline",
    "incomplete",
    "warnings",
    "application_state",
    "side_state",
    "printable",
    # plan
    "plan_switch",
    "plan_rollback",
    "plan_retire",
    "pending_release",
    "failed_watch",
    "proof_of",
    "ProofSpec",
    "RequestSpec",
    "Plan",
    "Precheck",
    "Step",
    "Fate",
    # execute
    "Session",
    "LeaseTerms",
    "Output",
    "Unattended",
    "Clock",
    "SteadyClock",
    "deploy",
    "DeployRequest",
    "switch",
    "SwitchRequest",
    "rollback",
    "RollbackRequest",
    "rehearse_rollback",
    "MoveResult",
    "retire",
    "RetireRequest",
    "resume",
    "ResumeRequest",
    "set_paused",
    "answer",
    "side_that_waits",
    "load",
    "Specification",
    "DrainSection",
    # what there is
    "Application",
    "Side",
    "Release",
    "Colour",
    "Role",
    "Address",
    "FloatingIp",
    "Balancer",
    "Members",
    "Network",
    "Scaling",
    "Stack",
    "StackState",
    "Oddity",
    "Difference",
    "DriftKind",
    "Mending",
    "ApplicationSnapshot",
    "SideSnapshot",
    "Holder",
    "Lease",
    "JournalRun",
    "Entry",
    "Phase",
    "Cutover",
    "Drained",
    # what can go wrong
    "BlueGreenError",
    "Refused",
    "LeaseHeld",
    "UsageError",
    "SpecificationInvalid",
    "Problem",
    "StepFailed",
    "CloudError",
    "RolledBack",
    "Stuck",
    "LeaseLost",
]

_NAMES = {
    "bluegreen.clock": ("Clock", "SteadyClock"),
    "bluegreen.cloud": ("API_TIMEOUT", "SignedIn", "connect", "connect_as", "from_connection"),
    "bluegreen.cloud.calls": ("BRIEFLY",),
    "bluegreen.cloud.observe": (
        "observe",
        "observe_as_far_as_it_answers",
        "observe_existing",
        "observe_project",
    ),
    "bluegreen.cloud.protocols": ("Cloud",),
    "bluegreen.cloud.snapshot": (
        "history",
        "lease_holder",
        "project_floating_ips",
        "survey",
        "take_snapshot",
    ),
    "bluegreen.errors": (
        "BlueGreenError",
        "CloudError",
        "Problem",
        "Refused",
        "RolledBack",
        "SpecificationInvalid",
        "StepFailed",
        "Stuck",
        "UsageError",
    ),
    "bluegreen.model.address": ("Address", "FloatingIp", "Role"),
    "bluegreen.model.application": ("Application", "Oddity", "Release", "Side"),
    "bluegreen.model.balancer": ("Balancer", "Drained", "Members", "Network"),
    "bluegreen.model.data_plane": ("Cutover", "ProofSpec", "RequestSpec"),
    "bluegreen.model.drift": ("Difference", "DriftKind", "Mending"),
    "bluegreen.model.journal": ("Entry", "JournalRun", "Phase", "with_parts"),
    "bluegreen.model.lease": ("Holder", "Lease", "LeaseHeld", "LeaseLost"),
    "bluegreen.model.scaling": ("Scaling",),
    "bluegreen.model.snapshot": ("ApplicationSnapshot", "SideSnapshot"),
    "bluegreen.model.stack": ("Stack", "StackState"),
    "bluegreen.model.summary": (
        "application_state",
        "headline",
        "incomplete",
        "side_state",
        "warnings",
    ),
    "bluegreen.model.tags": ("Colour",),
    "bluegreen.model.text": ("printable",),
    "bluegreen.operations.build.run": ("DeployRequest", "deploy"),
    "bluegreen.operations.drift.find": ("find_drift",),
    "bluegreen.operations.pause": ("set_paused",),
    "bluegreen.operations.plan": ("Plan", "Step"),
    "bluegreen.operations.prechecks": ("Precheck",),
    "bluegreen.operations.resume.run": ("ResumeRequest", "resume"),
    "bluegreen.operations.retire.plan": ("Fate", "plan_retire"),
    "bluegreen.operations.retire.run": ("RetireRequest", "retire"),
    "bluegreen.operations.session": ("LeaseTerms", "Output", "Session"),
    "bluegreen.operations.switch.plan": ("plan_rollback", "plan_switch"),
    "bluegreen.operations.switch.proof": ("proof_of",),
    "bluegreen.operations.switch.rollback_target": ("failed_watch", "pending_release"),
    "bluegreen.operations.switch.run": (
        "MoveResult",
        "RollbackRequest",
        "SwitchRequest",
        "rehearse_rollback",
        "rollback",
        "switch",
    ),
    "bluegreen.operations.unattended": ("Unattended",),
    "bluegreen.release.approval": ("answer", "side_that_waits"),
    "bluegreen.spec": ("Specification", "load"),
    "bluegreen.spec.switch": ("DrainSection",),
}
"""What is promised, by the module that has it: as the imports above, which type checkers read."""

_HOMES = {name: module for module, names in _NAMES.items() for name in names}

if not TYPE_CHECKING:  # a type checker must see which names there are not

    def __getattr__(name: str) -> object:
        """Import what is promised; AttributeError for anything else (PEP 562)."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        """Return what is promised."""
        return list(__all__)
