# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""How a number and what it counts stand in a sentence."""

from __future__ import annotations


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: `1 server`, `2 servers`; the noun takes an s."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
