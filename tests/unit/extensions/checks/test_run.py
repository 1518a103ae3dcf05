# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Running all checks at once, and what they decide together."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path

import pytest
from support.checking import facts_of, is_running, run_all
from support.web_server import Say

from bluegreen.clock import SteadyClock
from bluegreen.extensions.checks import CheckOutcome, CheckResult, Verdict, run_checks
from bluegreen.spec.checks import CheckSection


def result(outcome: str, *, name: str = "a", trial: bool = False) -> CheckResult:
    """Return a result of that outcome."""
    return CheckResult(name, "http", CheckOutcome(outcome), {}, "because", trial)


@pytest.mark.parametrize(
    ("results", "outcome", "sentence"),
    [
        ([], "passed", "no check decides"),
        ([result("passed")], "passed", "the check passed"),
        ([result("passed"), result("passed")], "passed", "all checks passed"),
        (
            [result("passed"), result("inconclusive", name="b")],
            "inconclusive",
            "1 of 2 checks did not pass: b (inconclusive)",
        ),
        (
            [result("inconclusive"), result("failed", name="b")],
            "failed",
            "2 of 2 checks did not pass: a (inconclusive), b (failed)",
        ),
        ([result("passed"), result("failed", trial=True)], "passed", "the check passed"),
        ([result("failed", trial=True)], "passed", "no check decides"),
    ],
)
def test_one_failure_decides_and_a_trial_never_does(results, outcome, sentence):
    """Failed before inconclusive before passed, among the checks that decide."""
    verdict = Verdict(tuple(results))
    assert (verdict.outcome, verdict.sentence) == (outcome, sentence)


def test_a_verdict_is_plain_json(serve):
    """The journal and programs get the same numbers as people."""
    verdict = run_all(
        {"name": "page", "http": {}},
        {"name": "smoke", "trial": True, "command": {"run": ["false"]}},
        server=serve(lambda asked: Say()),
    )
    told = json.loads(json.dumps(verdict.as_dict(), allow_nan=False))
    assert (told["outcome"], told["sentence"]) == ("passed", "the check passed")
    assert [(r["name"], r["outcome"], r["trial"]) for r in told["results"]] == [
        ("page", "passed", False),
        ("smoke", "failed", True),
    ]
    assert told["results"][1]["measured"]["exit_code"] == 1


def test_checks_go_side_by_side_and_results_keep_their_order(tmp_path):
    """Two checks that wait for each other both pass, so they ran at the same time."""
    here, there = tmp_path / "here", tmp_path / "there"

    def meeting(mine: Path, other: Path) -> dict[str, object]:
        script = f"touch {mine}; until [ -e {other} ]; do sleep 0.01; done"
        return {"run": ["sh", "-c", script], "timeout": "20s"}

    verdict = run_all(
        {"name": "one", "command": meeting(here, there)},
        {"name": "two", "command": meeting(there, here)},
    )
    assert [(r.name, r.outcome) for r in verdict.results] == [("one", "passed"), ("two", "passed")]


def test_each_result_is_reported_in_one_sentence(serve):
    """With what it was, how it ended, and why."""
    said: list[str] = []
    checks = [
        {"name": "smoke", "trial": True, "command": {"run": ["false"]}},
        {"name": "queue", "command": {"run": ["sh", "-c", "exit 2"]}},
    ]
    run_checks([CheckSection.model_validate(c) for c in checks], facts_of(), say=said.append)
    assert sorted(said) == [
        "Check queue is inconclusive: sh ended with exit code 2.",
        "Trial smoke failed: false ended with exit code 1.",
    ]


def test_an_interrupted_check_leaves_no_program_behind(tmp_path):
    """Ctrl-C ends the programs, and is not swallowed."""
    pid = tmp_path / "pid"
    script = f"echo $$ > {pid}.new; mv {pid}.new {pid}; exec sleep 600"
    check = CheckSection.model_validate({"name": "a", "command": {"run": ["sh", "-c", script]}})

    def press_ctrl_c_once_it_runs() -> None:
        while not pid.exists():
            pause.wait(0.01)
        signal.pthread_kill(main, signal.SIGINT)

    pause, main = threading.Event(), threading.get_ident()
    presser = threading.Thread(target=press_ctrl_c_once_it_runs)
    presser.start()
    with pytest.raises(KeyboardInterrupt):
        run_checks([check], facts_of(), say=lambda _: None)
    presser.join()
    assert not is_running(pid.read_text().strip())


def test_checks_do_not_take_back_an_interruption_from_outside():
    """Everything on the same clock is stopped for good: the next sleep ends at once."""
    clock = SteadyClock()
    check = CheckSection.model_validate({"name": "a", "command": {"run": ["true"]}})
    run_checks([check], facts_of(), say=lambda _: clock.interrupt(), clock=clock)
    with pytest.raises(KeyboardInterrupt):
        clock.sleep(60)
