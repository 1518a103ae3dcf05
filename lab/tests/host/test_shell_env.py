# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The environment in which clients meet the lab."""

import pytest
from openstack_lab.cli.app import main
from openstack_lab.errors import LabError
from openstack_lab.host.shell_env import choosing
from openstack_lab.lab import Lab


def test_the_demo_project_is_chosen_and_the_rest_stays(lab: Lab) -> None:
    """The lab's commands come last, so that nothing of the user's is hidden."""
    lab.paths.clouds_file.touch()

    chosen = choosing(lab, {"PATH": "/bin", "LANG": "C", "OS_CLOUD": "production"})

    assert chosen == {
        "PATH": f"/bin:{lab.paths.commands}",
        "LANG": "C",
        "OS_CLOUD": "demo",
        "OS_CLIENT_CONFIG_FILE": str(lab.paths.clouds_file),
    }


def test_without_a_lab_nothing_is_chosen(lab: Lab) -> None:
    """Else the commands that follow would meet whichever cloud the user has."""
    with pytest.raises(LabError, match="lab up"):
        choosing(lab, {})


def test_lab_env_prints_the_same_for_a_shell(
    lab: Lab, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What follows it is a comment with the address of Horizon."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    main(["--directory", str(lab.directory), "env"])

    printed = capfd.readouterr().out.splitlines()
    assert printed[:2] == [
        f"export OS_CLIENT_CONFIG_FILE={lab.paths.clouds_file} OS_CLOUD=demo",
        f'export PATH="$PATH:{lab.paths.commands}"',
    ]
    assert printed[2].startswith("# Horizon: http://127.0.0.1:")
