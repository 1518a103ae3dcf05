# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An application as metrics that Prometheus reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from support.acts import DEPLOY, SWITCH, UP
from support.fake_cloud import FakeProject
from support.operator import Operator

ROOT = Path(__file__).parents[3]
CONVENTION = r"bluegreen_[a-z]+(_[a-z]+)*"

Samples = dict[tuple[str, ...], float]


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """An operator who has switched the shop to 2.0 on green and back again."""
    operator = Operator(FakeProject(), tmp_path)
    for words in (UP, DEPLOY, SWITCH, ("rollback", "--yes")):
        operator.types(*words, expect=0)
    return operator


@pytest.fixture
def samples(operator: Operator) -> Callable[[], Samples]:
    """Return a function that gives what the parser reads, by metric and labels."""

    def read() -> Samples:
        found: Samples = {}
        told = operator.types("status", "-f", "prometheus", expect=0).out
        for family in text_string_to_metric_families(told):
            for name, labels, value, *_ in family.samples:
                assert labels.pop("application") == "shop"
                found[(name.removeprefix("bluegreen_"), *labels.values())] = value
        return found

    return read


def test_both_sides_are_reported(samples: Callable[[], Samples]) -> None:
    """Which is live, with which version, with how many servers."""
    found = samples()

    assert (found["side_live", "blue"], found["side_live", "green"]) == (1, 0)
    assert found["release_info", "r1", "blue", "1.0"] == 1
    assert found["release_info", "r3", "green", "2.0"] == 1
    for metric in ("side_members", "side_members_healthy", "side_members_wanted"):
        assert (found[metric, "blue"], found[metric, "green"]) == (2, 2)
    assert found["paused",] == 0


def test_connections_on_the_old_side_are_those_of_the_side_that_is_not_live(
    operator: Operator, samples: Callable[[], Samples]
) -> None:
    """As the load balancer counts them."""
    operator.project.connected["lb-shop-green"] = 17
    found = samples()

    assert (found["side_connections", "green"], found["side_connections", "blue"]) == (17, 0)


def test_the_last_moves_are_reported_with_what_they_cost(
    operator: Operator, samples: Callable[[], Samples]
) -> None:
    """When, how long, the cutover, and the failed requests; of a switch and of a rollback."""
    entries = operator.project.cloud().journal.entries("shop", 100)
    ends = {e.event: e for e in entries if e.phase == "succeeded"}
    found = samples()

    for event in ("switch", "rollback"):
        at = found["last_move_timestamp_seconds", event]
        assert at == pytest.approx(ends[event].at.timestamp(), abs=0.001)
        assert found["last_move_duration_seconds", event] == ends[event].details["seconds"]
        assert found["last_move_cutover_seconds", event] == 0.5
        assert found["last_move_requests", event] == 20
        assert found["last_move_failed_requests", event] == 0


def test_what_never_happened_has_no_sample(tmp_path: Path) -> None:
    """An absent sample differs from a zero; the metric keeps its help all the same."""
    operator = Operator(FakeProject(), tmp_path)
    operator.types(*UP, expect=0)
    told = operator.types("status", "-f", "prometheus", expect=0).out

    assert "\nbluegreen_last_move_" not in told
    assert "# TYPE bluegreen_last_move_timestamp_seconds gauge" in told


def test_a_move_that_is_long_ago_is_still_found(operator: Operator) -> None:
    """The newest entries are read first, and all of them when no move is among those."""
    for _ in range(40):
        operator.types("pause", expect=0)
        operator.types("unpause", expect=0)
    told = operator.types("status", "-f", "prometheus", expect=0).out

    assert 'bluegreen_last_move_requests{application="shop",event="switch"} 20.0' in told


def test_names_and_help_keep_to_the_conventions(operator: Operator) -> None:
    """One prefix, base units, help for each, and its row in the docs."""
    told = operator.types("status", "-f", "prometheus", expect=0).out
    page = (ROOT / "docs/metrics.md").read_text()
    families = list(text_string_to_metric_families(told))

    assert len(families) == 13
    for family in families:
        assert re.fullmatch(CONVENTION, family.name)
        assert family.documentation.endswith(".")
        assert family.type == "gauge"
        assert f"| `{family.name}` |" in page
    assert set(re.findall(r"bluegreen_[a-z_]+", page)) == {family.name for family in families}


def test_the_textfile_is_replaced_in_one_piece(operator: Operator, tmp_path: Path) -> None:
    """Who has the old file open keeps reading the old one; nothing else is left in the folder."""
    folder = tmp_path / "collector"
    folder.mkdir()
    file = folder / "shop.prom"
    file.write_text("old")
    with file.open() as reader:
        done = operator.types("status", "--textfile", str(file), expect=0)
        assert reader.read() == "old"

    assert done.out == ""
    assert "bluegreen_side_live" in file.read_text()
    assert list(folder.iterdir()) == [file]


def test_a_textfile_stays_when_the_cloud_does_not_answer(
    operator: Operator, tmp_path: Path
) -> None:
    """Its age then tells that something is wrong: node_exporter exports it."""
    file = tmp_path / "shop.prom"
    file.write_text("old")

    assert operator.types("status", "none", "--textfile", str(file)).code == 1
    assert file.read_text() == "old"


def test_a_place_that_cannot_be_written_is_reported(operator: Operator) -> None:
    """Exit code 2: the command line is wrong."""
    done = operator.types("status", "--textfile", "/none/shop.prom", expect=2)

    assert "error: /none/shop.prom cannot be written: No such file or directory" in done.err
