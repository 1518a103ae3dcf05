# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A project of a cloud in memory, held to the same contract suite as the lab.

`FakeProject` is the world: addresses, stacks, what the stacks have made. The files beside it are
the adapters, one for each of `cloud/protocols/`. A fault can be put before or after the effect of
any call.
"""

from support.fake_cloud.credentials import SECRET
from support.fake_cloud.data_plane import FakeDataPlane, FakeMeasurement
from support.fake_cloud.project import FakeProject
from support.fake_cloud.state import no_fault

__all__ = ["SECRET", "FakeDataPlane", "FakeMeasurement", "FakeProject", "no_fault"]
