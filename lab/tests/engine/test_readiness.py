# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How a service shows that it serves."""

import os
from datetime import UTC, datetime

from openstack_lab.engine.readiness import says
from openstack_lab.engine.unit import Process
from openstack_lab.lab import Lab


def test_only_what_the_process_of_now_has_logged_counts(lab: Lab) -> None:
    """The log still has what an earlier one said."""
    ready = says("evaluator", "evaluation cycle")
    me = Process("RUNNING", os.getpid(), datetime.now(UTC))
    log = lab.paths.logs / "evaluator.log"
    log.write_text("2026-11-25 03:54:29.001 1 INFO aodh.evaluator [-] evaluation cycle on 0\n")
    before = ready(lab, me)

    with log.open("a") as more:
        more.write(f"2026-11-25 03:54:39.001 {os.getpid()} INFO aodh [-] evaluation cycle on 0\n")

    assert before == "has not logged 'evaluation cycle'"
    assert ready(lab, me) is None
