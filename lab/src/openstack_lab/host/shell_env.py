# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The variables by which OpenStack's clients meet the lab instead of another cloud."""

from collections.abc import Mapping

from openstack_lab.errors import LabError
from openstack_lab.lab import Lab


def choosing(lab: Lab, environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with the lab's `demo` project chosen and its commands at hand.

    Raises LabError when there is no lab.
    """
    if not lab.paths.clouds_file.exists():
        raise LabError(f"There is no lab in {lab.directory}.", "Make one with `lab up`.")
    path = f"{environment.get('PATH', '')}:{lab.paths.commands}"
    return {**environment, **variables(lab), "PATH": path}


def variables(lab: Lab) -> dict[str, str]:
    """Return the variables that choose the cloud."""
    return {"OS_CLIENT_CONFIG_FILE": str(lab.paths.clouds_file), "OS_CLOUD": "demo"}
