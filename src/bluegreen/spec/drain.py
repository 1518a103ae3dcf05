# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about connections that stay on the old side after a switch."""

from __future__ import annotations

from typing import Literal

from bluegreen.spec.section import Section, default
from bluegreen.spec.values import Duration


class Drain(Section):
    """What becomes of the connections that are open on the old side when production has moved."""

    policy: Literal["drain", "cut"] = "drain"
    """Wait until they end by themselves (drain), or end them at once (cut)."""
    deadline: Duration = default("5m")
    """How long to wait; only for drain."""
    after_deadline: Literal["leave", "cut"] = "leave"
    """What becomes of those that are left then; only for drain."""
