# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`make test` runs the lab tests that are not long, `make test-long` those that are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RUN = "$(RUN)"
STORIES = [file for file in ROOT.glob("tests/lab/*.py") if "are one story" in file.read_text()]


@pytest.mark.parametrize("story", STORIES, ids=lambda file: file.stem)
def test_a_story_is_run_whole_or_not_at_all(story: Path) -> None:
    """A later test needs what an earlier one has built, and neither half selects both."""
    assert "@pytest.mark.long" not in story.read_text()


def test_every_test_has_a_time_limit(pytestconfig: pytest.Config) -> None:
    """One that never ended would keep all others from being run, and its name from being seen."""
    assert pytestconfig.pluginmanager.hasplugin("timeout")
    assert float(pytestconfig.getini("timeout")) > 0


HALVES = pytest.mark.parametrize("target", ["lab-tests", "test-long"])


@HALVES
def test_both_halves_start_the_lab_with_telemetry(target: str) -> None:
    """Tests of scaling are in both."""
    assert "lab up --telemetry" in _recipe(target)


@HALVES
def test_both_halves_shuffle_the_lab_with_a_seed_that_is_printed(target: str) -> None:
    """An undeclared need shows only in another order; `make` prints the command with the seed."""
    assert f"{RUN}lab up --telemetry $(SHUFFLE)\n" in _recipe(target)


def test_the_lab_of_a_user_comes_up_in_the_order_of_the_table() -> None:
    """The first command of the README takes no chances."""
    assert f"{RUN}lab up\n" in _recipe("lab-up") + "\n"


@pytest.mark.parametrize("given", ["17", "", None])
def test_a_run_may_get_the_seed_of_another(given: str | None) -> None:
    """As an argument of `make`; without one, it is the clock's."""
    words = [] if given is None else [f"SEED={given}"]
    done = subprocess.run(
        ["make", "--dry-run", "lab-tests", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    [seed] = re.findall(r"--shuffle (\S*)", done.stdout)

    assert seed == given if given else seed.isdecimal()


@HALVES
def test_what_breaks_the_lab_runs_after_all_others(target: str) -> None:
    """In a call of its own, whichever way the others are spread over processes."""
    others, alone = re.findall(r"pytest -m '([^']*)'", _recipe(target))[-2:]

    assert others.endswith("and not alone")
    assert alone == others.replace("not alone", "alone")


def test_a_process_of_the_tests_that_dies_ends_the_run() -> None:
    """Another would run the rest in its place, and the reason scroll by; the slowest are listed."""
    assert "$(COMPUTING)" in _recipe("unit")
    options = re.search(r"^COMPUTING := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert options is not None
    assert {"--max-worker-restart 0", "--durations 20"} <= set(re.findall(r"--\S+ \d+", options[1]))


def test_the_tests_of_a_group_run_in_one_process(tmp_path: Path) -> None:
    """They share what the first makes; with pytest 9.2, pytest-xdist 3.8 parts them in silence."""
    (tmp_path / "test_group.py").write_text(
        "import os, pathlib, pytest\n"
        "@pytest.mark.xdist_group('one')\n"
        "@pytest.mark.parametrize('number', range(8))\n"
        "def test_in_a_group(number):\n"
        "    pathlib.Path(os.environ['PYTEST_XDIST_WORKER']).touch()\n"
        "def test_in_none(): pass\n"
    )
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    assert len(list(tmp_path.glob("gw*"))) == 1


_GROUPS = """
import json, sys
import pytest

class Groups:
    def pytest_collection_finish(self, session):
        marks = [item.get_closest_marker("xdist_group") for item in session.items]
        self.found = sorted({mark.args[0] if mark else "" for mark in marks})

groups = Groups()
code = pytest.main(["--collect-only", "-q", "tests/contract"], plugins=[groups])
sys.stderr.write(json.dumps([int(code), groups.found]))
"""


def test_the_contract_suite_is_one_group() -> None:
    """Its tests share one application, on the lab and in memory."""
    done = subprocess.run(
        [sys.executable, "-c", _GROUPS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stderr.splitlines()[-1]) == [0, ["tests/contract"]]


@pytest.mark.parametrize("options", ["COMPUTING", "BESIDE"])
def test_the_tests_of_a_group_are_given_to_one_process(options: str) -> None:
    """Both ways in which the Makefile spreads tests over processes keep groups together."""
    given = re.search(rf"^{options} := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert given is not None
    assert "--dist loadgroup" in given[1]


def _recipe(target: str) -> str:
    return (ROOT / "Makefile").read_text().partition(f"\n{target}:")[2].partition("\n\n")[0]
