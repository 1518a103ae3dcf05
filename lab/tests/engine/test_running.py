# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A program of a step that fails names its cause."""

import pytest
from openstack_lab.engine import running
from openstack_lab.engine.running import run_logged
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab


def test_a_failure_names_the_exception_of_this_run(lab: Lab) -> None:
    """Not that of an earlier one, and not the lines around it."""
    (lab.paths.logs / "paint.log").write_text("old.OldError: of yesterday\n")
    script = "echo 'wall.DryError: no paint'; echo '  at the wall'; exit 3"

    with pytest.raises(LabError, match=r"ended with 3\):\n    wall.DryError: no paint\n  Read"):
        run_logged(lab, "paint", ["sh", "-c", script])


def test_a_failure_without_an_exception_shows_the_last_lines(lab: Lab) -> None:
    """As of apt-get."""
    (lab.paths.logs / "paint.log").write_text("old.OldError: of yesterday\n")

    with pytest.raises(LabError, match="E: no such paint"):
        run_logged(lab, "paint", ["sh", "-c", "echo 'E: no such paint'; exit 100"])


def test_a_log_that_has_grown_long_is_put_aside(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """One older log is kept."""
    monkeypatch.setattr(running, "LOG_BYTES", 10)
    (lab.paths.logs / "paint.log").write_text("more than ten bytes\n")

    run_logged(lab, "paint", ["echo", "new"])

    assert (lab.paths.logs / "paint.log").read_text() == "new\n"
    assert (lab.paths.logs / "paint.log.1").read_text() == "more than ten bytes\n"
