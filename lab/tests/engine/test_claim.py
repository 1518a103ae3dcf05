# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing but a lab's own directory is ever stopped in, removed or built in."""

import io
from pathlib import Path

import pytest
from openstack_lab.cli.app import main
from openstack_lab.engine import claim
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Have a directory with somebody's work in it, and a `run` folder like a lab's."""
    directory = tmp_path / "home"
    (directory / "run").mkdir(parents=True)
    (directory / "run/mine.sock").write_text("x")
    (directory / "thesis.txt").write_text("ten years of work")
    return directory


@pytest.fixture
def made(tmp_path: Path) -> Lab:
    """Have the directory of a lab that is down."""
    lab = Lab(tmp_path / "lab")
    claim.claim(lab)
    lab.prepare()
    (lab.paths.data / "disk").write_text("x")
    return lab


@pytest.mark.parametrize("verb", [("down",), ("wipe",), ("wipe", "--yes")])
def test_a_directory_that_is_no_labs_is_left_alone(
    home: Path, verb: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Also its `run` folder, and also when nobody is asked."""
    code = main(["--directory", str(home), *verb])

    assert code == 1
    assert "is not a lab's directory" in capsys.readouterr().err
    assert (home / "thesis.txt").read_text() == "ten years of work"
    assert (home / "run/mine.sock").exists()


def test_no_lab_is_built_in_a_directory_with_something_else(home: Path) -> None:
    """Else the lab's end would be the end of that too."""
    with pytest.raises(LabError, match="not empty"):
        claim.claim(Lab(home))

    assert not claim.is_lab(home)


def test_a_new_or_empty_directory_becomes_a_labs(tmp_path: Path) -> None:
    """It is marked before anything else is in it."""
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new"):
        claim.claim(Lab(tmp_path / name))

        assert [path.name for path in (tmp_path / name).iterdir()] == [claim.MARKER]
        assert claim.is_lab(tmp_path / name)


def test_a_lab_from_before_the_marker_is_known_and_gets_it(tmp_path: Path) -> None:
    """By the passwords and the stamps that every lab has."""
    lab = Lab(tmp_path / "old")
    lab.directory.mkdir()
    lab.prepare()
    assert claim.is_lab(lab.directory)

    claim.claim(lab)

    assert (lab.directory / claim.MARKER).is_file()


def test_a_lab_can_be_wiped_without_a_question(made: Lab) -> None:
    """For programs: nothing of it stays."""
    assert main(["--directory", str(made.directory), "wipe", "--yes"]) == 0
    assert not made.directory.exists()


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1), ("", 1)])
def test_a_lab_is_wiped_only_when_somebody_says_yes(
    made: Lab, answer: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of the input is no yes."""
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))

    assert main(["--directory", str(made.directory), "wipe"]) == code
    assert made.directory.exists() is (code != 0)


def test_a_removal_that_was_interrupted_can_be_run_again(
    made: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as anything is left, the directory is still known as a lab's."""

    def interrupted(_path: Path) -> None:
        raise OSError("interrupted")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", interrupted)
        with pytest.raises(OSError, match="interrupted"):
            claim.remove(made)
    assert claim.is_lab(made.directory)

    claim.remove(made)

    assert not made.directory.exists()


@pytest.mark.parametrize("verb", ["down", "wipe"])
def test_there_is_nothing_to_do_where_there_is_no_lab(tmp_path: Path, verb: str) -> None:
    """A program may say `wipe` without looking first, and nothing is made by it."""
    assert main(["--directory", str(tmp_path / "none"), verb]) == 0
    assert not (tmp_path / "none").exists()
