# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What is printed after `next:` is typed on the lab, after something was broken by hand.

The catalogue in memory is tests/support/broken_by_hand.py. Each row leaves the application well, so
that the next one begins there.
"""

from __future__ import annotations

import shlex
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.following import End, follow
from support.states import standing, whole

from bluegreen.cloud import connect
from bluegreen.cloud.observe import observe
from bluegreen.model.application import Application, Side

from .conftest import BIN, Done, Operator, operator_of

pytestmark = [pytest.mark.lab, pytest.mark.long]

NAME = "mended"
PATIENCE = 300.0
"""Seconds within which a health check has noticed that a server was stopped; it takes ten."""


@dataclass(frozen=True)
class Lab:
    """Where somebody types commands that are printed: a folder, and a project of the lab."""

    operator: Operator

    def seen(self) -> Application:
        """Return the application as it is now."""
        return observe(connect(), NAME)

    def types(self, words: list[str]) -> Done:
        """Type a command of this program."""
        return self.operator.types(*words, expect=None)

    def asks(self, words: list[str]) -> str:
        """Type a command of the `openstack` client, and return what it prints."""
        done = subprocess.run(
            [BIN / "openstack", *words],
            cwd=self.operator.folder,
            env=self.operator.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"openstack {shlex.join(words)}:\n{done.stderr}"
        return done.stdout.strip()

    def asks_line(self, line: str) -> str:
        """Type a line of the `openstack` client."""
        return self.asks(shlex.split(line))

    def well(self) -> bool:
        """Tell whether nothing of the application is missing, and all that runs is healthy."""
        return whole(self.seen())

    def state(self) -> str:
        """Return what commands change."""
        seen = self.seen()
        return repr((standing(seen), [side.balancer for side in seen.sides]))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, lab_environment: dict[str, str]) -> Iterator[Lab]:
    """An application of one server a side: blue is live with 1.0, green has 2.0."""
    operator = operator_of(tmp_path_factory.mktemp(NAME), lab_environment, NAME)
    file = operator.folder / "bluegreen.yaml"
    file.write_text(one_server(file.read_text()))
    remove = ("down", NAME, "--live", NAME, "--yes", "--break-lease")
    operator.types(*remove, expect=None)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in lab_environment.items():
            patch.setenv(name, value)
        operator.types("up", "1.0", "--yes")
        operator.types("deploy", "2.0", "--yes")
        yield Lab(operator)
    operator.types(*remove, expect=None)


def one_server(specification: str) -> str:
    """Return a specification with one server a side."""
    lines = specification.splitlines()
    return "\n".join(
        line.split("count:")[0] + "count: 1" if line.strip().startswith("count:") else line
        for line in lines
    )


def idle(lab: Lab) -> Side:
    """Return the idle side."""
    side = lab.seen().idle
    assert side is not None
    return side


def live(lab: Lab) -> Side:
    """Return the live side."""
    side = lab.seen().live
    assert side is not None
    return side


def delete_preview(lab: Lab) -> None:
    """Delete the preview address."""
    preview = lab.seen().preview
    assert preview is not None
    lab.asks_line(f"floating ip delete {preview.floating_ip}")


def delete_production(lab: Lab) -> None:
    """Delete the production address."""
    production = lab.seen().production
    assert production is not None
    lab.asks_line(f"floating ip delete {production.floating_ip}")


def unset_production(lab: Lab) -> None:
    """Point the production address at nothing."""
    production = lab.seen().production
    assert production is not None
    lab.asks_line(f"floating ip unset --port {production.floating_ip}")


def delete_idle_release(lab: Lab) -> None:
    """Delete the stack of the idle release."""
    release = idle(lab).release
    assert release is not None
    lab.asks_line(f"stack delete --yes --wait {release.stack.name}")


def delete_idle_side(lab: Lab) -> None:
    """Delete all stacks of the idle side."""
    delete_idle_release(lab)
    lab.asks_line(f"stack delete --yes --wait {NAME}-{idle(lab).colour}")


def stop_server_of(lab: Lab, side: Side) -> None:
    """Stop the server of a side, and wait until its health check has seen that."""
    assert side.release is not None
    servers = lab.asks_line(f"server list --name {side.release.stack.name} -f value -c ID")
    lab.asks(["server", "stop", *servers.splitlines()])
    begun = time.monotonic()
    while lab.seen().side(side.colour).members.healthy:
        assert time.monotonic() - begun < PATIENCE, "no health check has seen it"
        time.sleep(0.5)


def untag_idle_balancer(lab: Lab) -> None:
    """Take the tags off the idle side's load balancer."""
    balancer = idle(lab).balancer
    assert balancer is not None
    lab.asks_line(f"loadbalancer unset --all-tag {balancer.id}")


def disable_listener_of(lab: Lab, side: Side) -> None:
    """Disable the listener of a side."""
    assert side.balancer is not None
    lab.asks_line(f"loadbalancer listener set --wait --disable {side.balancer.listener_id}")


def delete_idle_part(lab: Lab, kind: str) -> None:
    """Delete the listener, or the health monitor, that the stack of the idle side has made."""
    stack = f"{NAME}-{idle(lab).colour}"
    part = lab.asks_line(f"stack output show {stack} {kind}_id -f value -c output_value")
    lab.asks_line(f"loadbalancer {kind.replace('_', '')} delete --wait {part}")


BROKEN: dict[str, tuple[Callable[[Lab], None], str]] = {
    "the preview address is deleted": (delete_preview, "switch"),
    "production points at nothing": (unset_production, "status"),
    "the production address is deleted": (delete_production, "status"),
    "the live side's listener is closed": (
        lambda lab: disable_listener_of(lab, live(lab)),
        "status",
    ),
    "the idle side's load balancer is untagged": (untag_idle_balancer, "switch"),
    "the server of the idle side is stopped": (
        lambda lab: stop_server_of(lab, idle(lab)),
        "switch",
    ),
    "the server of the live side is stopped": (
        lambda lab: stop_server_of(lab, live(lab)),
        "status",
    ),
    "the idle side's health monitor is deleted": (
        lambda lab: delete_idle_part(lab, "health_monitor"),
        "status",
    ),
    "the idle side's listener is deleted": (
        lambda lab: delete_idle_part(lab, "listener"),
        "switch",
    ),
    "the idle release is deleted": (delete_idle_release, "switch"),
    "the idle side is deleted": (delete_idle_side, "switch"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_commands_that_are_named_lead_on(lab: Lab, name: str) -> None:
    """No circle and no command that nobody has, on a real cloud too."""
    breaks, first = BROKEN[name]
    breaks(lab)
    way = follow(lab, ["bluegreen", *first.split()], lambda line: line.replace("VERSION", "3.0"))

    assert (way.end, str(way)) == (End.WELL, str(way))


def test_a_missing_image_is_left_to_a_person(lab: Lab) -> None:
    """What the project lacks is named with the list of what it has; then nothing was changed."""
    file: Path = lab.operator.folder / "bluegreen.yaml"
    text = file.read_text()
    image = next(line for line in text.splitlines() if line.strip().startswith("image:"))
    file.write_text(text.replace(image, "  image: not-there"))
    before = lab.state()
    way = follow(lab, ["bluegreen", "deploy", "3.0"], str)
    file.write_text(text)

    assert (way.end, way.said) == (End.PERSON, "openstack image list")
    assert lab.state() == before
