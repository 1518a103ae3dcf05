# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A release from build to retirement: its stages, and where it stops when something is not good."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from support.fake_cloud import FakeProject, no_fault
from support.faults import silence, strike
from support.worlds import SHOP, context_in, shop, shop_that_is_up, specification

from bluegreen.cloud.errors import AnswerLost
from bluegreen.errors import BlueGreenError, Refused, RolledBack, StepFailed, Stuck
from bluegreen.model.data_plane import Demand
from bluegreen.model.journal import Phase
from bluegreen.model.quota import Shortage
from bluegreen.model.tags import Colour
from bluegreen.operations.build.plan import plan_deploy
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.executor import execute
from bluegreen.operations.journal_writer import note
from bluegreen.operations.retire.plan import plan_retire
from bluegreen.operations.switch.plan import plan_rollback
from bluegreen.release.pipeline import STAGES, release
from bluegreen.release.stages.approve import APPROVAL
from bluegreen.release.stages.request import Order

QUICK = "watch: {duration: 2s, every: 1s}\n"
CHECK = "checks: [{name: smoke, command: {run: [./smoke.sh]}}]\n"


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    """An application whose blue side is live with 1.0."""
    return shop_that_is_up(tmp_path)


@pytest.fixture
def nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a minute for an answer that does not come, instead of hours."""
    monkeypatch.setattr("bluegreen.release.stages.approve.APPROVAL_LIMIT", timedelta(minutes=1))


def order(folder: Path, more: str = "", version: str = "2.0") -> Order:
    """Return an order for a version, with more in its specification."""
    return Order(specification(folder, SHOP + QUICK + more), version, Demand())


def smoke(folder: Path, *codes: int) -> None:
    """Write a check that ends with these codes, one after the other, the last one for ever."""
    for number, code in enumerate(codes):
        (folder / f"code-{number}").write_text(str(code))
    script = folder / "smoke.sh"
    script.write_text(
        "#!/bin/sh\ncd $(dirname $0)\nset -- code-*\ncode=$(cat $1)\n"
        "[ $# -eq 1 ] || rm $1\ntouch checked\nexit $code\n"
    )
    script.chmod(0o755)


def live(project: FakeProject) -> tuple[Colour | None, str | None]:
    """Return the live side and its version."""
    side = shop(project).live
    return (side.colour, side.release.version if side.release else None) if side else (None, None)


def events(project: FakeProject) -> list[tuple[str, str]]:
    """Return what the journal says happened, oldest first, steps left out."""
    entries = reversed(project.cloud().journal.entries("shop", limit=100))
    return [(e.event, str(e.phase)) for e in entries if e.phase is not Phase.STEP]


def test_a_release_goes_through_every_stage(project: FakeProject, tmp_path: Path) -> None:
    """Deploy, check, approve, switch, watch, drain, retire; production ends on the new version."""
    smoke(tmp_path, 0)
    release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.GREEN, "2.0")
    assert [event for event, phase in events(project) if phase == "succeeded"] == [
        *("up", "deploy"),
        *("check", "check"),  # preview shows the idle side; the checks themselves
        *("switch", "watch", "drain", "retire"),
    ]


def test_the_story_is_told_by_the_tuple_of_stages() -> None:
    """A newcomer reads the order of things in one line."""
    assert [stage.__name__ for stage in STAGES] == [
        "deploy",
        "check",
        "approve",
        "switch",
        "watch",
        "drain",
        "scale",
        "retire",
    ]


def test_a_failed_check_ends_the_release_before_anything_moves(
    project: FakeProject, tmp_path: Path
) -> None:
    """The live side never notices; the new release stays on the idle side to be looked at."""
    smoke(tmp_path, 1)
    with pytest.raises(Refused, match="failed its checks, and production stays"):
        release(order(tmp_path, CHECK), context_in(project))

    green = shop(project).green.release
    assert live(project) == (Colour.BLUE, "1.0")
    assert green is not None
    assert green.version == "2.0"
    assert not [call for call in project.calls if "point production" in call]


def test_checks_fail_closed_when_preview_does_not_show_the_idle_side(
    project: FakeProject, tmp_path: Path
) -> None:
    """A check of the wrong side would be worse than none."""
    smoke(tmp_path, 0)
    preview = shop(project).preview
    assert preview is not None
    project.addresses[preview.id] = replace(preview, port_id="strange")

    with pytest.raises(Refused, match="does not show green, so nothing was checked"):
        release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")
    assert not (tmp_path / "checked").exists()


def test_checks_fail_closed_when_another_side_answers_on_preview(
    project: FakeProject, tmp_path: Path
) -> None:
    """What the addresses say is not enough: the idle side must answer."""
    smoke(tmp_path, 0)
    strike(project, "before", "data_plane.prove preview", lambda: StepFailed("blue answered"))

    with pytest.raises(StepFailed, match="nothing is changed: blue answered"):
        release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")
    assert not (tmp_path / "checked").exists()


def test_a_preview_that_an_interrupted_switch_left_is_shown_and_checked(
    project: FakeProject, tmp_path: Path
) -> None:
    """The release goes on where the switch was killed: between parking preview and moving."""
    smoke(tmp_path, 0)
    preview = shop(project).preview
    assert preview is not None
    project.addresses[preview.id] = replace(preview, port_id=None)

    release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.GREEN, "2.0")
    assert (tmp_path / "checked").exists()


def test_an_inconclusive_check_waits_for_a_person(project: FakeProject, tmp_path: Path) -> None:
    """Neither good nor bad: even with approval auto, somebody is asked."""
    smoke(tmp_path, 2, 0)
    asked: list[str] = []
    run = context_in(project, ask=lambda question: bool(asked.append(question)) or True)
    release(order(tmp_path, CHECK), run)

    assert asked == ["Let shop 2.0 (r3) go live?"]
    assert live(project) == (Colour.GREEN, "2.0")


def test_a_no_to_the_question_changes_nothing(project: FakeProject, tmp_path: Path) -> None:
    """The operator looks at preview, and says no."""
    run = context_in(project, ask=lambda question: False)
    with pytest.raises(Refused, match="not confirmed"):
        release(order(tmp_path, "approval: ask\n"), run)

    assert live(project) == (Colour.BLUE, "1.0")


@pytest.mark.parametrize(
    ("phase", "ends_on"), [(Phase.SUCCEEDED, Colour.GREEN), (Phase.FAILED, Colour.BLUE)]
)
def test_another_person_answers_through_the_journal(
    project: FakeProject, tmp_path: Path, phase: Phase, ends_on: Colour
) -> None:
    """`approve` and `reject` are entries that the waiting release looks for."""
    run = context_in(project)
    on_sleep(run, lambda: answer(project, phase))
    rejected = pytest.raises(Refused, match="jane rejected r3: looked at it")
    with rejected if phase is Phase.FAILED else nullcontext():
        release(order(tmp_path, "approval: wait\n"), run)

    assert live(project)[0] is ends_on


@pytest.mark.usefixtures("nobody_waits_long")
@pytest.mark.parametrize("phase", [Phase.SUCCEEDED, Phase.FAILED])
def test_an_answer_to_an_earlier_attempt_does_not_count_again(
    project: FakeProject, tmp_path: Path, phase: Phase
) -> None:
    """The release went live and back since, or was rejected and mended: it is asked anew, and
    nobody says anything now.
    """
    smoke(tmp_path, *((0, 1, 0) if phase is Phase.SUCCEEDED else (0,)))
    wanted = order(tmp_path, CHECK + "approval: wait\n")
    run = context_in(project)
    on_sleep(run, lambda: answer(project, phase))
    ended = RolledBack if phase is Phase.SUCCEEDED else Refused
    with pytest.raises(ended):
        release(wanted, run)

    with pytest.raises(Refused, match="nobody approved r3"):
        release(wanted, context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")


@pytest.mark.parametrize("hours", [-5, 5])
def test_an_answer_counts_however_wrong_the_clock_of_its_machine_is(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    """Jane's clock is behind, or ahead; the store's own order decides."""

    class JanesClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> JanesClock:
            return cls.fromtimestamp(time.time() + hours * 3600, tz)

    def jane_answers() -> None:
        project.seconds += 2  # the store cuts its times to seconds
        with monkeypatch.context() as patch:
            patch.setattr("bluegreen.operations.journal_writer.datetime", JanesClock)
            answer(project, Phase.SUCCEEDED)

    smoke(tmp_path, 2, 0)
    run = context_in(project)
    on_sleep(run, jane_answers)
    release(order(tmp_path, CHECK), run)

    assert live(project) == (Colour.GREEN, "2.0")


@pytest.mark.usefixtures("nobody_waits_long")
def test_where_the_check_is_not_on_record_no_answer_before_the_question_counts(
    project: FakeProject, tmp_path: Path
) -> None:
    """What cannot be placed in time is not believed; one that comes then is."""
    smoke(tmp_path, 0)
    run = context_in(project)
    release_waits = order(tmp_path, CHECK + "approval: wait\n")
    with pytest.raises(Refused, match="nobody approved"):
        release(release_waits, run)
    answer(project, Phase.SUCCEEDED)

    def no_check_is_written(moment: str, call: str) -> None:
        if call == "POST software_configs" and "data_plane.warm_up" in project.calls:
            raise AnswerLost("no answer")

    project.calls.clear()
    project.fault = no_check_is_written
    with pytest.raises(Refused, match="nobody approved"):
        release(release_waits, run)

    assert live(project) == (Colour.BLUE, "1.0")


def test_a_watch_that_fails_takes_production_back(project: FakeProject, tmp_path: Path) -> None:
    """The check passed before the switch and fails after it: the old side is live again."""
    smoke(tmp_path, 0, 1)
    with pytest.raises(RolledBack, match="blue is live again"):
        release(order(tmp_path, CHECK), context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")
    assert ("watch", "failed") in events(project)
    assert ("rollback", "succeeded") in events(project)


def test_a_release_that_moved_the_schema_on_is_never_rolled_back(
    project: FakeProject, tmp_path: Path
) -> None:
    """`never` leaves it to a person, who is told what is true and what to run."""
    smoke(tmp_path, 0, 1)
    wanted = order(tmp_path, CHECK)
    rules = wanted.specification.watch.model_copy(update={"on_failure": "never"})
    spec = wanted.specification.model_copy(update={"watch": rules})
    with pytest.raises(Stuck, match="an operator must decide on a rollback") as stuck:
        release(replace(wanted, specification=spec), context_in(project))

    assert stuck.value.run_next == "bluegreen rollback shop"
    assert live(project) == (Colour.GREEN, "2.0")


def test_a_release_run_again_after_its_switch_goes_on_with_the_watch(
    project: FakeProject, tmp_path: Path
) -> None:
    """The version is live already: it is not built again, and production does not move."""
    release(order(tmp_path), context_in(project))
    project.calls.clear()
    release(order(tmp_path), context_in(project))

    assert live(project) == (Colour.GREEN, "2.0")
    assert not [call for call in project.calls if "create" in call or "point" in call]


def test_a_pause_after_the_switch_leaves_the_version_live_and_says_so(
    project: FakeProject, tmp_path: Path
) -> None:
    """Exit code 4, not 1: production has moved, and blue is neither drained nor retired."""

    def say(sentence: str) -> None:
        production = shop(project).production
        if sentence.startswith("Watching") and production:
            project.hand().addresses.set_paused(production, paused=True)

    run = context_in(project, say=say)
    with pytest.raises(Stuck, match=r"2\.0 is live, but the stage drain did not finish: .* paused"):
        release(order(tmp_path), run)

    assert live(project) == (Colour.GREEN, "2.0")
    assert shop(project).blue.members.total == 2


def test_a_cloud_that_cannot_be_read_when_the_drain_begins_leaves_the_version_live(
    project: FakeProject, tmp_path: Path
) -> None:
    """Exit code 4; the same release goes on from there."""

    def say(sentence: str) -> None:
        if sentence.startswith("Watch passed"):
            silence(project, "addresses.find")

    run = context_in(project, say=say)
    with pytest.raises(Stuck, match="the stage drain did not finish: no answer") as stuck:
        release(order(tmp_path), run)
    project.fault = no_fault

    assert stuck.value.run_next == "bluegreen release 2.0, which continues from there"
    assert live(project) == (Colour.GREEN, "2.0")


def shrink(project: FakeProject, folder: Path) -> None:
    """Release 2.0, roll it back, and retire it: green keeps it on one warm server."""
    release(order(folder), context_in(project))
    back = plan_rollback(shop(project), demand=Demand())
    execute(back, context_in(project))
    execute(plan_retire(shop(project), to="warm", servers=1), context_in(project))


def test_a_release_that_was_shrunk_since_grows_before_it_goes_live_again(
    project: FakeProject, tmp_path: Path
) -> None:
    """Rolled back, retired to one warm server, released once more: it gets its servers back before
    it is checked, and is not built anew.
    """
    shrink(project, tmp_path)
    project.calls.clear()
    release(order(tmp_path), context_in(project))

    assert live(project) == (Colour.GREEN, "2.0")
    assert shop(project).green.members.healthy == 2
    assert not [call for call in project.calls if "create" in call]
    grown = project.calls.index("stacks.resize shop-green-r3")
    assert grown < project.calls.index("data_plane.warm_up")


def test_a_release_that_cannot_grow_again_is_refused_before_anything_moves(
    project: FakeProject, tmp_path: Path
) -> None:
    """What the project lacks is said, with where to look."""
    shrink(project, tmp_path)
    project.missing = [Shortage("quota: 1 server needed, 0 left", "openstack quota show")]
    with pytest.raises(
        Refused, match=r"green cannot scale out \(quota: 1 server needed"
    ) as refused:
        release(order(tmp_path), context_in(project))

    assert refused.value.run_next == "openstack quota show"
    assert live(project)[0] is Colour.BLUE


def test_a_paused_application_is_not_released(project: FakeProject, tmp_path: Path) -> None:
    """Somebody has taken over; nothing is done by itself."""
    production = shop(project).production
    assert production is not None
    project.hand().addresses.set_paused(production, paused=True)
    before = dict(project.stacks)
    with pytest.raises(Refused, match="paused"):
        release(order(tmp_path), context_in(project))

    assert dict(project.stacks) == before
    assert live(project) == (Colour.BLUE, "1.0")


def test_what_another_operator_deployed_meanwhile_does_not_go_live_under_this_name(
    project: FakeProject, tmp_path: Path
) -> None:
    """Without the lease somebody may deploy 3.0 between the check of 2.0 and its switch."""

    def another_deploys(question: str) -> bool:
        plan = plan_deploy(specification(tmp_path), "3.0", shop(project), newest=3)
        execute(plan, context_in(project))
        return True

    run = context_in(project, ask=another_deploys)
    with pytest.raises(Refused, match=r"green runs 3\.0, 2\.0 was expected"):
        release(order(tmp_path, "approval: ask\n"), run)

    assert live(project) == (Colour.BLUE, "1.0")


@pytest.mark.parametrize("stage", ["deploy", "switch"])
def test_a_hook_may_refuse_a_stage(project: FakeProject, tmp_path: Path, stage: str) -> None:
    """A before-hook that ends with another code than 0 stops the release before that stage."""
    hook = tmp_path / "no.sh"
    hook.write_text("#!/bin/sh\necho not today\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(Refused, match=f"before_{stage} refuses"):
        release(order(tmp_path, f"hooks: {{before_{stage}: ./no.sh}}\n"), context_in(project))

    assert live(project) == (Colour.BLUE, "1.0")


def test_a_production_address_that_is_moved_during_the_watch_is_left_there(
    project: FakeProject, tmp_path: Path
) -> None:
    """A person moved it by hand: say what is seen, and roll nothing back."""
    run = context_in(project)

    def moved_by_hand() -> None:
        application = shop(project)
        if live(project) == (Colour.GREEN, "2.0") and application.production:
            address = replace(application.production, port_id="strange", revision=99)
            project.addresses[address.id] = address

    on_sleep(run, moved_by_hand)
    with pytest.raises((Stuck, Refused)) as stopped:
        release(order(tmp_path), run)

    assert "strange" in str(project.addresses)
    assert isinstance(stopped.value, BlueGreenError)


def on_sleep(run: ExecutionContext, act: Callable[[], None]) -> None:
    """Let something happen in the world whenever the run waits."""
    sleep = run.clock.sleep

    def sleep_and_act(seconds: float) -> None:
        sleep(seconds)
        act()

    run.clock.sleep = sleep_and_act  # type: ignore[method-assign]


def answer(project: FakeProject, phase: Phase) -> None:
    """Answer as another person, once a release on the idle side is checked."""
    idle = shop(project).idle
    entries = project.cloud().journal.entries("shop", limit=50)
    checked = [e for e in entries if e.event == "check" and e.version == "2.0"]
    if checked and not [e for e in entries if e.event == APPROVAL]:
        jane = ExecutionContext(cloud=project.cloud(), say=lambda sentence: None, operator="jane")
        note(jane, "shop", APPROVAL, phase, idle, {}, "looked at it")


def test_ctrl_c_in_the_watch_ends_it_and_takes_nothing_back(
    project: FakeProject, tmp_path: Path
) -> None:
    """As docs/when-stuck.md says of exit code 130; the same release again watches."""

    def interrupts(sentence: str) -> None:
        if sentence.startswith("Watching"):
            raise KeyboardInterrupt

    run = context_in(project, say=interrupts)
    with pytest.raises(KeyboardInterrupt):
        release(order(tmp_path), run)
    assert live(project) == (Colour.GREEN, "2.0")

    release(order(tmp_path), context_in(project))
    assert ("watch", "succeeded") in events(project)
