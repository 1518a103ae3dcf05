# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The leases of several applications: runs that need the same ones take them in the same order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.fake_cloud import FakeProject
from support.operator import Operator
from support.shop_and_desk import live
from support.worlds import SHOP

from bluegreen.cloud.lease import NeutronLeases


def test_leases_are_taken_by_name_and_parts_released_as_they_are_named(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shop and desk, and desk and shop, would each hold what the other one waits for."""
    taken: list[str] = []
    take = NeutronLeases.take

    def noted(leases: NeutronLeases, application: str, *more: Any) -> Any:
        taken.append(application)
        return take(leases, application, *more)

    monkeypatch.setattr(NeutronLeases, "take", noted)
    operator = Operator(project, tmp_path, SHOP, others=("desk",))
    words = ("release", "2.0", "--together", "desk.yaml", "--watch", "1s", "--yes")
    done = operator.types(*words, expect=0)

    assert taken == ["desk", "shop"]
    assert "shop, desk 2.0 are released." in done.err
    assert live(project) == {"shop": "2.0", "desk": "2.0"}
    moves = [call for call in project.calls if call.startswith("addresses.point production")]
    assert moves == [f"addresses.point production vip-{name}-green" for name in ("shop", "desk")]
