# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The check of a release: how the application is asked before users reach it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fake_cloud import FakeProject
from support.releases import live, order
from support.worlds import context_in

from bluegreen.errors import Refused
from bluegreen.model.data_plane import RequestSpec
from bluegreen.model.tags import Colour
from bluegreen.release.pipeline import release


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        ("", RequestSpec("/health", expect="200")),
        (
            "load_balancer: {health_check: {path: /up, host: shop.example}}\n",
            RequestSpec("/up", host="shop.example", expect="200"),
        ),
        ("warm_up: {path: /}\n", RequestSpec("/")),
        (
            "request: {path: /api, host: shop.example, headers: {X-Key: '${KEY}'}}\n",
            RequestSpec("/api", host="shop.example", headers={"X-Key": "s3cret"}),
        ),
    ],
)
def test_the_warm_up_asks_as_the_specification_says(
    project: FakeProject,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rules: str,
    asked: RequestSpec,
) -> None:
    """Nothing need live at /: without a word of its own it asks what the health check asks."""
    monkeypatch.setenv("KEY", "s3cret")
    release(order(tmp_path, rules), context_in(project))

    assert project.warmed_up == [asked]
    assert live(project) == (Colour.GREEN, "2.0")


def test_a_release_without_a_variable_of_its_warm_up_does_not_begin(
    project: FakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would end after the build otherwise."""
    monkeypatch.delenv("KEY", raising=False)
    with pytest.raises(Refused, match="environment variables that are not set: KEY"):
        release(order(tmp_path, "warm_up: {headers: {X-Key: '${KEY}'}}\n"), context_in(project))

    assert not [call for call in project.calls if "create" in call]
