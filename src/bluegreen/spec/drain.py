# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The section about connections that stay on the old side after a switch."""

from __future__ import annotations

from typing import Literal

from bluegreen.spec.section import Section, default
from bluegreen.spec.values import Duration


class DrainSection(Section):
    """What happens to the open connections on the old side once production has moved."""

    policy: Literal["drain", "cut"] = "drain"
    """Wait until they end (drain), or end them at once (cut)."""
    deadline: Duration = default("5m")
    """How long to wait; only for drain."""
    after_deadline: Literal["leave", "cut"] = "leave"
    """What happens to those that remain then; only for drain."""
