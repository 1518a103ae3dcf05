# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What somebody types, and what a command shows of the two sides."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Types = Callable[..., tuple[int, str, str]]


def sides(types: Types) -> dict[str, dict[str, Any]]:
    """Return the rows of status by side."""
    code, out, _ = types("-q", "status", "-f", "json")
    assert code == 0
    return {row["Side"]: row for row in json.loads(out)}
