# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Any order of commands, failures, kills and strangers: production serves, and done stays done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.acts import UP
from support.fake_cloud import FakeProject, no_fault
from support.operator import Done, Operator, one_after_the_other
from support.states import good, serves, standing
from support.worlds import shop

from bluegreen.cloud.errors import AnswerLost
from bluegreen.model.address import Role
from bluegreen.model.balancer import CutMethod
from bluegreen.model.stack import StackState
from bluegreen.model.tags import Colour

MOVES = st.sampled_from(["switch", "rollback"])
FATES = st.sampled_from(["warm", "remove"])
PLACES = st.integers(0, 30)
CHANGED = (4, 137)
"""Exit codes after which a command may have done some of what it was to do."""


class Shop(RuleBasedStateMachine):
    """One shop, and what its operators have been told.

    `live` and `versions` hold everything that may be so: one thing once a command has said that
    it is done, more after a command that was killed. None stands for a side without a release.
    """

    @initialize()
    def up(self) -> None:
        """Bring the shop up: blue is live, both sides run 1."""
        self.ending = ExitStack()
        self.ending.enter_context(one_after_the_other())
        self.project = FakeProject()
        folder = self.ending.enter_context(TemporaryDirectory())
        self.operator = Operator(self.project, Path(folder))
        self.operator.types(*UP, expect=0)
        self.live = {Colour.BLUE}
        self.versions: dict[Colour, set[str | None]] = {colour: {"1.0"} for colour in Colour}
        self.number = 1

    @rule()
    def deploy(self) -> None:
        """Deploy a new version to the idle side."""
        self._told_of_deploy(self._types(*self._new_version()))

    @rule()
    def deploy_that_fails(self) -> None:
        """Deploy what Heat cannot build."""
        self.project.failing_stacks |= {
            f"shop-{colour}-r{number}": "Quota exceeded"
            for colour in Colour
            for number in range(99)
        }
        self._told_of_deploy(self._types(*self._new_version()))
        self.project.failing_stacks.clear()

    @rule(place=PLACES)
    def deploy_that_is_killed(self, place: int) -> None:
        """Kill a deploy at one of its points."""
        self._told_of_deploy(self._killed(place, *self._new_version()))

    @rule(place=PLACES, moment=st.sampled_from(["before", "after"]))
    def deploy_whose_answer_is_lost(self, place: int, moment: str) -> None:
        """Lose the answer to one of the calls of a deploy."""
        self._told_of_deploy(self._answer_lost(place, moment, *self._new_version()))

    @rule(move=MOVES)
    def move(self, move: str) -> None:
        """Switch, or roll back."""
        self._told_of_move(self._idle(), self._types(move, "shop", "--yes"))

    @rule(move=MOVES, place=PLACES)
    def move_that_is_killed(self, move: str, place: int) -> None:
        """Kill a switch or a rollback at one of its points."""
        self._told_of_move(self._idle(), self._killed(place, move, "shop", "--yes"))

    @rule(move=MOVES, place=PLACES, moment=st.sampled_from(["before", "after"]))
    def move_whose_answer_is_lost(self, move: str, place: int, moment: str) -> None:
        """Lose the answer to one of the calls of a switch or a rollback."""
        self._told_of_move(self._idle(), self._answer_lost(place, moment, move, "shop", "--yes"))

    @rule(to=FATES)
    def retire(self, to: str) -> None:
        """Retire the idle side."""
        self._told_of_retirement(to, self._types("retire", "shop", "--to", to, "--yes"))

    @rule(to=FATES, place=PLACES)
    def retirement_that_is_killed(self, to: str, place: int) -> None:
        """Kill a retirement at one of its points."""
        self._told_of_retirement(to, self._killed(place, "retire", "shop", "--to", to, "--yes"))

    @rule(clients=st.integers(1, 5), technique=st.sampled_from(CutMethod))
    def clients_stay_connected_to_the_live_side(self, clients: int, technique: CutMethod) -> None:
        """Let clients keep their connections, whatever happens to the side; cut them in any way."""
        self.project.connected[f"lb-shop-{self._idle().other}"] = clients
        self.project.technique = technique

    @rule(cut=st.booleans())
    def drain(self, cut: bool) -> None:
        """Wait a while for the clients of the idle side, or end their connections."""
        self._types("drain", "shop", "--deadline", "5s", *(("--cut",) if cut else ()), "--yes")

    @rule(place=PLACES)
    def cut_that_is_killed(self, place: int) -> None:
        """Kill a cut at one of its points."""
        self._killed(place, "drain", "shop", "--cut", "--yes")

    @rule(move=MOVES, place=PLACES)
    def move_that_cuts_and_is_killed(self, move: str, place: int) -> None:
        """Kill a switch or a rollback that cuts afterwards at one of its points."""
        words = (move, "shop", "--drain", "cut", "--yes")
        self._told_of_move(self._idle(), self._killed(place, *words))

    @rule()
    def resume(self) -> None:
        """Resume; what it says it has done is a good state."""
        if self._types("resume", "shop", "--yes").code == 0:
            assert good(shop(self.project))

    @rule()
    def idle_servers_die(self) -> None:
        """Let a server of the idle side stop answering."""
        idle = shop(self.project).idle
        healthy = sorted(idle.members.healthy_addresses) if idle else []
        self.project.unhealthy.update(healthy[:1])

    @rule()
    def servers_recover(self) -> None:
        """Let every server answer again."""
        self.project.unhealthy.clear()

    @rule()
    def stranger_makes_the_idle_side_live(self) -> None:
        """Let somebody exchange the addresses with the cloud's own tools."""
        application = shop(self.project)
        idle, production = application.idle, application.production
        balancer = idle.balancer if idle else None
        if idle and balancer and balancer.listens and idle.members.healthy and production:
            self._point(Role.PREVIEW, None)
            self._point(Role.PRODUCTION, balancer.vip_port_id)
            self.live = {idle.colour}

    @rule()
    def stranger_takes_production_for_a_while(self) -> None:
        """Let somebody move production elsewhere: every command is refused and changes nothing."""
        port_id = self._point(Role.PRODUCTION, "maintenance-page")
        before = standing(shop(self.project))
        for words in (("switch", "--to", "green"), ("rollback",), ("resume",), ("retire",)):
            assert self._types(words[0], "shop", *words[1:], "--yes").code in (1, 4)
        assert standing(shop(self.project)) == before
        self._point(Role.PRODUCTION, port_id)

    @invariant()
    def production_points_at_one_healthy_side(self) -> None:
        """Whatever happened, users are served by the side that the program names."""
        application = shop(self.project)

        assert serves(application)
        assert application.live is not None
        assert application.live.colour in self.live

    @invariant()
    def no_acknowledged_step_is_lost(self) -> None:
        """Each side runs what a command said that it runs, unless a later one changed it."""
        for side in shop(self.project).sides:
            possible = self.versions[side.colour]
            whole = [r for r in side.releases if r.stack.state is StackState.COMPLETE]

            assert {release.version for release in side.releases} <= possible
            assert None in possible or {release.version for release in whole} & possible

    def teardown(self) -> None:
        """See that typing what is printed as next leads to a good state."""
        self.project.unhealthy.clear()
        done = self._types("resume", "shop", "--yes")
        for _ in range(6):
            if done.code == 0 and good(shop(self.project)):
                break
            words = done.next_command if done.code else ["resume", "shop"]
            done = self._types(*words, "--yes")
        assert good(shop(self.project)), done.err
        self.ending.close()

    def _new_version(self) -> tuple[str, ...]:
        self.number += 1
        return "deploy", str(self.number), "--yes"

    def _types(self, *words: str) -> Done:
        done = self.operator.types(*words, "--break-lease")
        self.project.fault = no_fault
        assert done.code in (0, 1, 2, 3, 4, 137), done.err
        assert "unexpected" not in done.err, done.err
        return done

    def _killed(self, place: int, *words: str) -> Done:
        """Kill a command at one of the points that it has, if it has any."""
        refused = self._types(*words, "--stop-at", "nowhere")
        if refused.code != 2 or "nothing is left to do" in refused.err:
            return refused
        points = refused.err.rpartition("one of ")[2].strip().split(", ")
        return self._types(*words, "--stop-at", points[place % len(points)])

    def _answer_lost(self, place: int, moment: str, *words: str) -> Done:
        self.project.fault = _nth(place, moment)
        return self._types(*words)

    def _told_of_deploy(self, done: Done) -> None:
        idle = shop(self.project).side(self._idle())
        if done.code == 0:
            self.versions[idle.colour] = {str(self.number)}
        elif done.code in CHANGED:
            self.versions[idle.colour] |= {str(self.number)}

    def _told_of_move(self, idle: Colour, done: Done) -> None:
        if done.code == 0:
            self.live = {idle}
        elif done.code in CHANGED:
            self.live = set(Colour)

    def _told_of_retirement(self, to: str, done: Done) -> None:
        idle = self._idle()
        if to == "remove" and done.code == 0:
            self.versions[idle] = {None}
        elif to == "remove" and done.code in CHANGED:
            self.versions[idle] |= {None}

    def _idle(self) -> Colour:
        live = shop(self.project).live
        assert live is not None
        return live.colour.other

    def _point(self, role: Role, port_id: str | None) -> str | None:
        """Point an address as a stranger does; return where it pointed."""
        was = next(a for a in self.project.addresses.values() if a.role is role)
        self.project.addresses[was.id] = replace(was, port_id=port_id, revision=was.revision + 1)
        return was.port_id


def _nth(place: int, moment: str) -> Callable[[str, str], None]:
    """Return a fault that loses the answer to the nth call, before or after its effect."""
    left = [place]

    def fault(now: str, call: str) -> None:
        if now == moment:
            left[0] -= 1
            if left[0] == -1:
                raise AnswerLost("no answer")

    return fault


TestShop = Shop.TestCase
TestShop.settings = settings(
    max_examples=50, stateful_step_count=15, deadline=None, derandomize=True, print_blob=False
)
