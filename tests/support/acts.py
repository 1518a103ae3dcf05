# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Every command that changes something: what is typed before it, and what is so after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bluegreen.model.application import Application
from bluegreen.model.balancer import CutMethod
from bluegreen.model.resource import ResourceKind
from bluegreen.model.tags import Colour
from support.drifted import put_beside, resource
from support.fake_cloud import FakeProject, made
from support.operator import Operator
from support.states import standing
from support.strangers import address, balancer, let_stand
from support.worlds import SCALED_SHOP, SHOP, stop_server


@dataclass(frozen=True)
class Act:
    """A command, what was typed before it and happened then, and what is so once it is done.

    `stands` is there before anything is typed, `code` is how the command ends when nothing befalls
    it. One of several plans keeps what the earlier ones reached: only production is as it was then.
    `others` are the applications that it is about beside the shop; NAME.yaml specifies each.
    """

    words: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]
    reached: Callable[[Application], bool]
    production_stays: bool = True
    one_plan: bool = True
    technique: CutMethod = CutMethod.RELOAD
    specification: str = SHOP
    befalls: Callable[[FakeProject], None] = lambda project: None
    others: tuple[str, ...] = ()
    stands: Callable[[FakeProject], None] = lambda project: None
    code: int = 0

    @property
    def applications(self) -> tuple[str, ...]:
        """The names of all applications that it is about."""
        return ("shop", *self.others)


def runs(application: Application, live: Colour, **versions: str) -> bool:
    """Tell whether that side is live, and each named side runs that version."""
    seen = {side.colour.value: side.release for side in application.sides}
    is_live = application.live is application.side(live)
    return is_live and all(
        release is not None and release.version == versions[colour]
        for colour, release in seen.items()
        if colour in versions
    )


def two_strangers(project: FakeProject) -> None:
    """Let two load balancers and a floating IP stand there that nobody has marked."""
    let_stand(project, [balancer("web-a"), balancer("web-b")], [address(1, "web-a")])


def change_by_hand(project: FakeProject) -> None:
    """Let a hand have deleted, changed and taken out a little of everything."""
    made.delete(project, "listener", "shop-green")
    made.delete(project, "health_monitor", "shop-green")
    project.by_hand.gone |= {"member-shop-green-r2/1", "rule-shop-blue-r1-0"}
    project.by_hand.changed["pool_id-shop-blue"] = {"algorithm": "SOURCE_IP"}


def use_another_range(project: FakeProject) -> None:
    """Let green have been built with another range than the file has now."""
    asked = project.requests["shop-green"]
    project.requests["shop-green"] = replace(
        asked, parameters={**asked.parameters, "cidr": "10.9.9.0/24"}
    )


def put_listener_beside(project: FakeProject) -> None:
    """Let somebody have made a listener on green's load balancer."""
    of = resource(project, ResourceKind.BALANCER, "green")
    put_beside(project, ResourceKind.LISTENER, "theirs", of, port=8443)


def has_its_listeners(application: Application) -> bool:
    """Tell whether each side's load balancer listens, and knows how its servers are."""
    return all(
        side.balancer is not None and side.balancer.listens and not side.members.unmonitored
        for side in application.sides
    )


UP, DEPLOY = ("up", "1.0", "--yes"), ("deploy", "2.0", "--yes")
SWITCH = ("switch", "--to", "green", "--yes")


def is_switched(application: Application) -> bool:
    """Tell whether green is live with 2.0, and blue still has 1.0."""
    return runs(application, Colour.GREEN, blue="1.0", green="2.0")


ACTS = {
    "up": Act(UP, (), lambda a: runs(a, Colour.BLUE, blue="1.0", green="1.0"), False),
    "up after changes by hand": Act(
        UP,
        (UP,),
        lambda a: runs(a, Colour.BLUE, blue="1.0", green="1.0") and has_its_listeners(a),
        one_plan=False,
        befalls=change_by_hand,
    ),
    "deploy": Act(DEPLOY, (UP,), lambda a: runs(a, Colour.BLUE, blue="1.0", green="2.0")),
    "switch": Act(SWITCH, (UP, DEPLOY), lambda a: runs(a, Colour.GREEN, green="2.0")),
    "rollback": Act(
        ("rollback", "--from", "green", "--yes"),
        (UP, DEPLOY, SWITCH),
        lambda a: runs(a, Colour.BLUE, blue="1.0", green="2.0"),
    ),
    "retire to warm": Act(
        ("retire", "--to", "warm", "--yes"),
        (UP, DEPLOY, SWITCH),
        lambda a: runs(a, Colour.GREEN, blue="1.0", green="2.0") and a.blue.members.total == 1,
    ),
    "retire to nothing": Act(
        ("retire", "--to", "remove", "--yes"),
        (UP, DEPLOY, SWITCH),
        lambda a: runs(a, Colour.GREEN, green="2.0") and not a.blue.releases,
    ),
    "rollback to a shrunk side": Act(
        ("rollback", "--from", "green", "--yes"),
        (UP, DEPLOY, SWITCH, ("retire", "--to", "warm", "--yes")),
        lambda a: runs(a, Colour.BLUE, blue="1.0", green="2.0") and a.blue.members.total == 2,
    ),
    "drain": Act(("drain",), (UP, DEPLOY, SWITCH), is_switched),
    "drain --cut by a reload": Act(("drain", "--cut", "--yes"), (UP, DEPLOY, SWITCH), is_switched),
    "drain --cut by closing the listener": Act(
        ("drain", "--cut", "--yes"),
        (UP, DEPLOY, SWITCH),
        is_switched,
        technique=CutMethod.LISTENER_DOWN,
    ),
    "switch --drain cut": Act(
        (*SWITCH, "--drain", "cut"), (UP, DEPLOY), lambda a: runs(a, Colour.GREEN, green="2.0")
    ),
    "switch with hooks and a notification": Act(
        SWITCH,
        (UP, DEPLOY),
        is_switched,
        specification=SHOP
        + "hooks: {before_switch: /bin/true, after_switch: /bin/true}\n"
        + "notifications: [{url: 'http://127.0.0.1:9', events: [switched]}]\n",
    ),
    "deploy --replace-first": Act(
        (*DEPLOY, "--replace-first"),
        (UP,),
        lambda a: runs(a, Colour.BLUE, blue="1.0", green="2.0"),
    ),
    "deploy --replace-first, where the address range is another": Act(
        (*DEPLOY, "--replace-first"),
        (UP,),
        lambda a: runs(a, Colour.BLUE, blue="1.0", green="2.0"),
        befalls=use_another_range,
    ),
    "release": Act(
        ("release", "2.0", "--watch", "2s", "--yes"),
        (UP,),
        lambda a: runs(a, Colour.GREEN, blue="1.0", green="2.0") and a.blue.members.total == 1,
        one_plan=False,
    ),
    "release --together": Act(
        ("release", "2.0", "--together", "desk.yaml", "--watch", "2s", "--yes"),
        (UP, (*UP, "--specification", "desk.yaml")),
        lambda a: runs(a, Colour.GREEN, blue="1.0", green="2.0") and a.blue.members.total == 1,
        one_plan=False,
        others=("desk",),
    ),
    "scale": Act(
        ("scale", "blue", "--count", "3", "--max", "5", "--yes"),
        (UP, DEPLOY),
        lambda a: runs(a, Colour.BLUE, green="2.0") and a.blue.members.total == 3,
        specification=SCALED_SHOP,
    ),
    "repair": Act(
        ("repair", "blue", "--yes"),
        (UP, DEPLOY),
        lambda a: runs(a, Colour.BLUE, green="2.0") and a.blue.members.healthy == 2,
        specification=SCALED_SHOP,
        befalls=lambda project: stop_server(project, "shop-blue-r1/0"),
    ),
    "switch to a side that scales, and is too small": Act(
        SWITCH,
        (UP, DEPLOY, ("scale", "blue", "--count", "3", "--yes")),
        lambda a: runs(a, Colour.GREEN, green="2.0") and a.green.members.total == 3,
        specification=SCALED_SHOP,
    ),
    "doctor --measure application": Act(
        ("doctor", "shop", "--measure", "application", "--yes"),
        (UP, DEPLOY),
        lambda a: runs(a, Colour.BLUE, blue="1.0", green="2.0"),
    ),
    "doctor --measure application, where the sides scale": Act(
        ("doctor", "shop", "--measure", "application", "--yes"),
        (UP, DEPLOY),
        lambda a: runs(a, Colour.BLUE, blue="1.0", green="2.0"),
        specification=SCALED_SHOP,
    ),
    "down": Act(("down", "--live", "shop", "--yes"), (UP,), lambda a: not a.exists, False),
    "down --remove-foreign": Act(
        ("down", "--live", "shop", "--remove-foreign", "--yes"),
        (UP,),
        lambda a: not a.exists,
        False,
        befalls=put_listener_beside,
    ),
}


LEASED = ACTS | {
    "check": Act(("check",), (UP, DEPLOY), lambda a: runs(a, Colour.BLUE, green="2.0")),
    "watch that takes a switch back": Act(
        ("watch", "--duration", "2s"),
        (UP, DEPLOY, SWITCH),
        lambda a: runs(a, Colour.BLUE, blue="1.0", green="2.0"),
        befalls=lambda project: project.unhealthy.update(project.servers("shop-green-r3")),
        code=3,
    ),
    "adopt": Act(
        ("adopt", "shop", "--identity-policy", "--yes"),
        (),
        lambda a: a.adopted,
        production_stays=False,
        stands=two_strangers,
    ),
    "adopt --unadopt": Act(
        ("adopt", "shop", "--unadopt", "--yes"),
        (("adopt", "shop", "--identity-policy", "--yes"),),
        lambda a: not a.exists,
        production_stays=False,
        stands=two_strangers,
    ),
}
"""Those and the commands on which only the loss of the lease is tried."""


def with_two_versions(project: FakeProject, folder: Path) -> Operator:
    """Return somebody whose shop is live on blue with 1.0, and has 2.0 on green."""
    operator = Operator(project, folder)
    for words in (UP, DEPLOY):
        operator.types(*words, expect=0)
    return operator


def unchanged(application: Application, act: Act) -> object:
    """Return what "nothing is changed" is about."""
    if act.one_plan:
        return standing(application)
    return application.production and application.production.port_id
