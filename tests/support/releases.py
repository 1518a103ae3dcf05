# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Releases of the shop, and what is live and on record afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bluegreen.model.data_plane import ProofSpec
from bluegreen.model.journal import Detail, Phase
from bluegreen.model.tags import Colour
from bluegreen.operations.context import ExecutionContext
from bluegreen.operations.journal_writer import note
from bluegreen.release.stages.approve import APPROVAL
from bluegreen.release.stages.request import ReleaseRequest
from support.fake_cloud import FakeProject
from support.worlds import SHOP, context_in, shop, specification

QUICK = "watch: {duration: 2s, every: 1s}\n"
CHECK = "checks: [{name: smoke, command: {run: [./smoke.sh]}}]\n"


def order(folder: Path, more: str = "", version: str = "2.0") -> ReleaseRequest:
    """Return an order for a version, with more in its specification."""
    return ReleaseRequest(specification(folder, SHOP + QUICK + more), version, ProofSpec())


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


def on_sleep(run: ExecutionContext, act: Callable[[], None]) -> None:
    """Let something happen in the world whenever the run waits."""
    sleep = run.clock.sleep

    def sleep_and_act(seconds: float) -> None:
        sleep(seconds)
        act()

    run.clock.sleep = sleep_and_act  # type: ignore[method-assign]


def asks(project: FakeProject, *, lease: str = "", operator: str = "bob@desk") -> str:
    """Let a release ask whether what is on the idle side may go live; return the question's run."""
    run = context_in(project, operator=operator)
    told: dict[str, Detail] = {"sentence": "Let it go live?", "lease": lease}
    return note(run, "shop", APPROVAL, Phase.INTENDED, shop(project).idle, told) or ""
