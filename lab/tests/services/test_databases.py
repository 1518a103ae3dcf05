# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""MariaDB's own files are made once, and never over those of others."""

import pytest
from openstack_lab.engine.unit import Step
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab
from openstack_lab.services import UNITS


def test_databases_are_never_made_over_others(lab: Lab) -> None:
    """When MariaDB's own are missing and others are there, somebody must look."""
    (lab.paths.stamps / "mariadb-files").write_text("done")
    (lab.paths.data / "mariadb/heat").mkdir(parents=True)
    step = UNITS["mariadb-files"]
    assert isinstance(step, Step)
    assert step.lacks(lab)

    with pytest.raises(LabError, match="Nothing was changed"):
        step.do(lab)

    assert (lab.paths.data / "mariadb/heat").is_dir()
