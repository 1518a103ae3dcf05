# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A program that uses every promised name. It is never run: mypy reads it as a caller's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import bluegreen


def connect(token: str, connection: object) -> bluegreen.Cloud:
    """Connect in each way."""
    timeout: int = bluegreen.API_TIMEOUT
    print(timeout, bluegreen.from_connection(connection))
    user = bluegreen.SignedIn("https://keystone.example:5000", token, "project", verify=False)
    cloud: bluegreen.Cloud = bluegreen.connect_as(user).for_so_long(bluegreen.BRIEFLY)
    return cloud if bluegreen.__version__ else bluegreen.connect("mycloud")


def observe(cloud: bluegreen.Cloud) -> bluegreen.Application:
    """Read in each way."""
    shop: bluegreen.Application = bluegreen.observe(cloud, "shop")
    shop = bluegreen.observe_as_far_as_it_answers(cloud, "shop", patience=timedelta(seconds=5))
    names: list[str] = [each.name for each in bluegreen.observe_project(cloud)]
    held: list[str] = [str(holder) for _, holder in bluegreen.survey(cloud) if holder]
    sentences: list[str] = [bluegreen.headline(shop), *bluegreen.warnings(shop), *names, *held]
    addresses: list[bluegreen.FloatingIp] = bluegreen.project_floating_ips(cloud)
    sentences.extend(one.floating_ip for one in addresses if one.application is None)
    sentences.extend(bluegreen.incomplete(shop))
    sentences.append(bluegreen.printable(bluegreen.application_state(shop)))
    return bluegreen.observe_existing(cloud, "shop")


def values(cloud: bluegreen.Cloud, shop: bluegreen.Application) -> None:
    """Name the type of each value."""
    side: bluegreen.Side = shop.side(bluegreen.Colour.BLUE)
    state: str = bluegreen.side_state(side)
    release: bluegreen.Release | None = side.release
    scaling: bluegreen.Scaling | None = release.scaling if release else None
    stack: bluegreen.Stack | None = side.stack
    complete: bool = stack is not None and stack.state is bluegreen.StackState.COMPLETE
    balancer: bluegreen.Balancer | None = side.balancer
    members: bluegreen.Members = side.members
    address: bluegreen.Address | None = shop.production
    oddities: tuple[bluegreen.Oddity, ...] = shop.oddities
    print(state, scaling, complete, balancer, members.healthy, address, oddities)
    drift: tuple[bluegreen.Difference, ...] = bluegreen.find_drift(cloud, shop)
    kinds: list[bluegreen.DriftKind] = [one.kind for one in drift]
    print(kinds, [one for one in drift if one.mending is bluegreen.Mending.IN_PLACE])
    snapshot: bluegreen.ApplicationSnapshot = bluegreen.take_snapshot(cloud, "shop", runs=10)
    blue: bluegreen.SideSnapshot = snapshot.side(bluegreen.Colour.BLUE)
    network: bluegreen.Network | None = blue.network
    print(network, blue.role is bluegreen.Role.PRODUCTION)
    runs: list[bluegreen.JournalRun] = bluegreen.history(cloud, "shop", 3)
    entries: list[bluegreen.Entry] = [run.last for run in runs]
    print([entry.phase is bluegreen.Phase.SUCCEEDED for entry in entries])
    print([len(parts) for _, parts in bluegreen.with_parts(runs)])
    holder: bluegreen.Holder | None = bluegreen.lease_holder(cloud, "shop")
    lease: bluegreen.Lease | None = holder.lease if holder else None
    print(lease)


def plan(cloud: bluegreen.Cloud, shop: bluegreen.Application) -> bluegreen.Plan:
    """Plan each change."""
    proof: bluegreen.ProofSpec | None = bluegreen.proof_of(None, "statistics")
    asked = bluegreen.RequestSpec("/version", host="shop.example")
    by_probe = bluegreen.ProofSpec(path=asked.path, request=asked)
    switch: bluegreen.Plan = bluegreen.plan_switch(shop, proof=proof or by_probe)
    to_come: bluegreen.Release | None = bluegreen.pending_release(shop, cloud, print)
    failed: bluegreen.Entry | None = bluegreen.failed_watch(shop, cloud, print)
    rollback = bluegreen.plan_rollback(shop, proof=None, to_come=to_come, failed=failed)
    fate: bluegreen.Fate = "warm"
    retire = bluegreen.plan_retire(shop, to=fate)
    steps: tuple[bluegreen.Step, ...] = (*switch.steps, *rollback.steps)
    prechecks: tuple[bluegreen.Precheck, ...] = retire.prechecks
    print([step.describe() for step in steps], [precheck.sentence for precheck in prechecks])
    return switch


def execute(cloud: bluegreen.Cloud, clock: bluegreen.Clock, file: Path) -> bluegreen.MoveResult:
    """Order each change."""
    output: bluegreen.Output = bluegreen.Unattended(print)
    terms = bluegreen.LeaseTerms(wait=timedelta(minutes=5))
    session = bluegreen.Session(cloud, output, operator="job", clock=clock, lease=terms)
    own: bluegreen.Specification = bluegreen.load(file)
    bluegreen.deploy(bluegreen.DeployRequest(specification=own, version="2.0"), session)
    findings: list[bluegreen.Precheck] = bluegreen.rehearse_rollback("shop", session)
    switch = bluegreen.SwitchRequest(application="shop", proof=None, drain=bluegreen.DrainSection())
    moved: bluegreen.MoveResult = bluegreen.switch(switch, session)
    cutover: bluegreen.Cutover | None = moved.cutover
    drained: bluegreen.Drained | None = moved.drained
    print(findings, cutover, drained)
    rollback = bluegreen.RollbackRequest(application="shop", proof=None, accept=refuse_to_wait)
    moved = bluegreen.rollback(rollback, session)
    moved = bluegreen.resume(bluegreen.ResumeRequest(application="shop", proof=None), session)
    bluegreen.retire(bluegreen.RetireRequest(application="shop", to="remove"), session)
    waits: bluegreen.Side = bluegreen.side_that_waits(bluegreen.observe(cloud, "shop"))
    print(waits, bluegreen.answer("shop", session, approved=True))
    print(bluegreen.set_paused("shop", session, paused=True), bluegreen.SteadyClock().now())
    return moved


def refuse_to_wait(application: bluegreen.Application, plan: bluegreen.Plan) -> None:
    """Refuse a plan that takes minutes."""
    if plan.waits_for_servers:
        raise bluegreen.Refused(f"{application.name} would have to grow first")


def fail(error: bluegreen.BlueGreenError) -> int:
    """Tell each error from the others."""
    match error:
        case bluegreen.LeaseHeld():
            print(error.holder)
        case bluegreen.SpecificationInvalid():
            problems: tuple[bluegreen.Problem, ...] = error.problems
            print(problems)
        case bluegreen.Refused() | bluegreen.StepFailed() | bluegreen.CloudError():
            print(error.next_step)
        case bluegreen.LeaseLost() | bluegreen.Stuck() | bluegreen.RolledBack():
            print(error.true_now)
        case bluegreen.UsageError():
            pass
    return error.exit_code
