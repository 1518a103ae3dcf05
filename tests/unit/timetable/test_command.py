# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen timetable` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.acts import DEPLOY, SWITCH, UP
from support.fake_cloud import FakeProject
from support.operator import Operator

from bluegreen.cli.app import main
from bluegreen.timetable import starter


def test_the_paper_needs_no_file_and_no_cloud(capsys: pytest.CaptureFixture[str]) -> None:
    """The result goes to stdout, the sentence to stderr."""
    assert main(["timetable"]) == 0
    out, err = capsys.readouterr()

    assert "| ratio          | 1/8 " in out
    assert "24:30  Go back            20 min  in case of a rollback" in out
    assert err == (
        "The window: 2 h before, 15 min with blue-green (1/8). Users are out for 2 h before, "
        "out for 5 min 3 s with blue-green. Without forced logout no window remains.\n"
    )


def test_json_has_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    """Seconds and times of day; the ratio as a number."""
    assert main(["timetable", "-f", "json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert told["ratio"] == 0.125
    assert told["before"]["window"] == {
        "begins": "23:00",
        "ends": "25:00",
        "seconds": 7200,
        "reserve_seconds": 300,
    }
    assert told["after"]["window"]["ends"] == "23:15"
    assert told["after"]["lines"][1] == {
        "at": "23:05",
        "part": "steps",
        "step": "Switch",
        "seconds": 3,
        "users": "let in",
    }
    assert told["without_logout"]["window"] is None
    assert told["before"]["chances"] is None


def test_ranges_come_with_their_odds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a stated number of runs with a stated seed."""
    file = tmp_path / "own.yaml"
    file.write_text(starter().replace("Backup, takes: 20m", "Backup, takes: {from: 10m, to: 50m}"))
    arguments = ["timetable", "--durations", str(file), "--runs", "400", "--seed", "5"]
    assert main([*arguments, "-f", "json"]) == 0
    odds = json.loads(capsys.readouterr().out)["before"]["chances"]

    assert (odds["runs"], odds["seed"], odds["overruns"]) == (400, 5, 0)
    assert 0.2 < odds["goes_back"] == odds["late"] < 0.6
    assert main(arguments) == 0
    assert "400 runs (seed 5): half end by " in capsys.readouterr().out


def test_problems_end_with_2_and_the_picture_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is half done."""
    file, picture = tmp_path / "own.yaml", tmp_path / "picture.svg"
    file.write_text(starter().replace("takes: 3s", "takes: soon"))
    assert main(["timetable", "--durations", str(file), "--svg", str(picture)]) == 2

    assert capsys.readouterr().err.startswith("error: the file of durations has 2 problems")
    assert not picture.exists()


@pytest.mark.parametrize("arguments", [["--runs", "0"], ["shop"], ["--html", "/none/page.html"]])
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No runs, an application of which nothing is asked, a place that cannot be written."""
    assert main(["timetable", *arguments]) == 2
    assert capsys.readouterr().out == ""


def test_the_example_is_a_file_to_begin_from(capsys: pytest.CaptureFixture[str]) -> None:
    """It is printed as it is, so that it can be redirected."""
    assert main(["timetable", "--example"]) == 0
    assert capsys.readouterr().out == starter()


def test_page_and_picture_are_written(tmp_path: Path) -> None:
    """Beside the result, not in its place."""
    page, picture = tmp_path / "page.html", tmp_path / "picture.svg"
    assert main(["-q", "timetable", "--html", str(page), "--svg", str(picture)]) == 0

    assert page.read_text().startswith("<!DOCTYPE html>")
    assert picture.read_text().startswith("<svg ")
    assert picture.read_text().strip() in page.read_text()


def test_what_was_measured_takes_the_place_of_what_was_assumed(tmp_path: Path) -> None:
    """From the journal of the application that is named, or of ./bluegreen.yaml."""
    operator = Operator(FakeProject(), tmp_path)
    for words in (UP, DEPLOY, SWITCH, ("rollback", "--yes"), ("watch", "--duration", "1s")):
        operator.types(*words, expect=0)
    journal = operator.project.cloud().journal.entries("shop", 100)
    took = {e.event: e.details.get("seconds") for e in journal if e.phase == "succeeded"}
    done = operator.types("timetable", "--measured", "-f", "json", expect=0)
    after = {line["step"]: line["seconds"] for line in json.loads(done.out)["after"]["lines"]}

    assert took["watch"] >= 1
    assert (after["Switch"], after["Watch"], after["Switch back"]) == (
        took["switch"],
        took["watch"],
        took["rollback"],
    )
    assert "Measured: watch, once, " in done.err
