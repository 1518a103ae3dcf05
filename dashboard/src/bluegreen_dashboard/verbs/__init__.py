# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The actions of the panel, one file each."""

from __future__ import annotations

from bluegreen_dashboard.verbs.answer import Approve, Reject
from bluegreen_dashboard.verbs.pause import Pause, Unpause
from bluegreen_dashboard.verbs.retire import Retire
from bluegreen_dashboard.verbs.rollback import Rollback
from bluegreen_dashboard.verbs.switch import Switch
from bluegreen_dashboard.verbs.verb import Verb

ALL = (Switch(), Rollback(), Approve(), Reject(), Pause(), Unpause(), Retire())

VERBS: dict[str, Verb] = {verb.slug: verb for verb in ALL}
"""In the order in which they are shown."""
