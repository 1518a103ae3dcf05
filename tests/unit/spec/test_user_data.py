# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The script of the first boot."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from bluegreen.errors import Refused
from bluegreen.spec.user_data import LIMIT


@pytest.fixture
def with_script(directory: Path, smallest: str) -> str:
    """Return a specification that names user-data.sh and declares one parameter."""
    return smallest + "  user_data: user-data.sh\n  parameters: {greeting: hello}\n"


def test_placeholders_are_replaced(loaded, with_script):
    """The script learns its application, side, version, release, and the parameters."""
    Path("user-data.sh").write_text("{application} {side} {version} {release} {greeting}")
    text = loaded(with_script).user_data("green", "2.0", "r2")
    assert text == "shop green 2.0 r2 hello"


def test_everything_else_stays_as_it_is(loaded, with_script):
    """Braces of shell, JSON and awk are not ours, nor is the shell's own variable."""
    script = "x=${version} {other} { print } {} {Version} {{}} {greeting}"
    Path("user-data.sh").write_text(script)
    text = loaded(with_script).user_data("blue", "1.0", "r1")
    assert text == script.replace("{greeting}", "hello")


@pytest.mark.parametrize("value", ["hello", "it's", "$(id)", "`id`", '";id;"', "a\nb", "", "*"])
def test_a_value_for_a_shell_is_one_word_of_it(loaded, with_script, value):
    """`{name|shell}` comes with the quotes that it needs, so it stands without any."""
    Path("user-data.sh").write_text("printf %s {greeting|shell}; printf ' %s' {version|shell}\n")
    written = json.dumps(value)
    script = loaded(with_script.replace("hello", written)).user_data("green", "2.0", "r2")
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"{value} 2.0", "")


@pytest.mark.parametrize(
    ("placeholder", "line"),
    [
        *(("{version|json}", 6), ("{side|}", 6), ("{release | shell}", 6)),
        *(("{greeting|Shell}", 7), ("{greeting| shell}", 7)),
    ],
)
def test_an_unknown_filter_is_a_problem_with_its_line(problems, with_script, placeholder, line):
    """A filter that is spelt wrong would leave a placeholder in the script."""
    Path("user-data.sh").write_text(f"#!/bin/sh\n{{greeting}}\necho {placeholder}\n")
    name = placeholder[1:].partition("|")[0].strip()
    key = "user_data" if line == 6 else "parameters.greeting"
    told = f"user-data.sh:3: {placeholder} has an unknown filter; only {{{name}|shell}} exists"
    assert problems(with_script) == [f"{line}: servers.{key}: {told}"]


def test_all_unknown_filters_are_reported_at_once(problems, with_script):
    """Each with its own line."""
    Path("user-data.sh").write_text("{greeting}{version|a}\n\n{side|b}\n")
    only = "has an unknown filter; only"
    (told,) = problems(with_script)
    assert told.startswith("6: servers.user_data: user-data.sh:1: {version|a} " + only)
    assert told.endswith("; user-data.sh:3: {side|b} " + only + " {side|shell} exists")


def test_a_filter_of_another_language_stays_as_it_is(loaded, with_script):
    """Templates of other tools have filters too, behind names that are not ours."""
    script = "{other|upper} {a|b} {{ version | upper }} ${version|x} {greeting}"
    Path("user-data.sh").write_text(script)
    text = loaded(with_script).user_data("blue", "1.0", "r1")
    assert text == script.replace("{greeting}", "hello")


def test_a_parameter_that_is_used_with_a_filter_is_used(loaded, with_script):
    """It is in the script, and not spelt wrong."""
    Path("user-data.sh").write_text("{greeting|shell}")
    assert loaded(with_script).user_data("blue", "1.0", "r1") == "hello"


@pytest.mark.parametrize("file", ["pipe", "/dev/zero"])
def test_what_never_ends_is_not_read(problems, smallest, directory, file):
    """A pipe that nobody writes to, a device: the file is no script, and that is a problem."""
    os.mkfifo("pipe")
    assert problems(smallest + f"  user_data: {file}\n") == [
        f"6: servers.user_data: {file} is not a regular file"
    ]


def test_a_value_is_not_replaced_again(loaded, with_script):
    """A value that looks like a placeholder is text."""
    Path("user-data.sh").write_text("{greeting}")
    text = loaded(with_script.replace("hello", "'{version}'")).user_data("blue", "1.0", "r1")
    assert text == "{version}"


def test_without_a_script_there_is_no_user_data(loaded, smallest):
    """A server without user data boots as its image says."""
    assert loaded(smallest).user_data("blue", "1.0", "r1") == ""


def test_a_parameter_that_is_never_used_is_a_problem(problems, with_script):
    """It is most likely spelt wrong on one of the two sides."""
    Path("user-data.sh").write_text("{greetin} ${greeting}")
    assert problems(with_script) == [
        "7: servers.parameters.greeting: is never used: user-data.sh does not contain {greeting}"
    ]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("version", "is always defined; choose another name"),
        (
            "Greeting",
            "is not a parameter name: lower-case letters, digits and '_', starting with a letter",
        ),
    ],
)
def test_a_parameter_has_a_name_of_its_own(problems, with_script, name, rule):
    """A parameter cannot hide a built-in placeholder, nor be one that no placeholder can name."""
    Path("user-data.sh").write_text("{greeting}")
    told = problems(with_script.replace("greeting:", f"{name}:"))
    assert told == [f"7: servers.parameters.{name}: {rule}"]


def test_a_missing_script_is_a_problem(problems, with_script):
    """It is reported before anything is built, and hides no other problem."""
    assert problems(with_script + "  port: 0\n") == [
        "6: servers.user_data: user-data.sh cannot be read: no such file or directory",
        "8: servers.port: must be at least 1",
    ]


def test_a_script_that_is_not_text_is_a_problem(problems, with_script):
    """Placeholders can only be replaced in text."""
    Path("user-data.sh").write_bytes(b"#!\xff")
    assert problems(with_script) == [
        "6: servers.user_data: user-data.sh is not UTF-8 text (byte 2)"
    ]


def test_a_script_as_large_as_openstack_takes_is_fine(loaded, smallest, directory):
    """The limit is 65535 characters of base64, four for each three bytes."""
    Path("large.sh").write_text("x" * (LIMIT // 4 * 3))
    assert loaded(smallest + "  user_data: large.sh\n").servers.user_data


def test_a_script_that_is_larger_is_a_problem(problems, smallest, directory):
    """OpenStack would refuse every server, minutes later."""
    Path("large.sh").write_text("x" * (LIMIT // 4 * 3 + 1))
    assert problems(smallest + "  user_data: large.sh\n") == [
        "6: servers.user_data: large.sh is 65536 bytes in base64; OpenStack accepts at most 65535"
    ]


def test_the_script_is_found_beside_the_specification(directory, smallest, monkeypatch):
    """The path is relative to the file that names it, not to where the command runs."""
    from bluegreen.spec import load

    there = directory / "there"
    there.mkdir()
    (there / "user-data.sh").write_text("{side}")
    (there / "bluegreen.yaml").write_text(smallest + "  user_data: user-data.sh\n")
    assert load(Path("there/bluegreen.yaml")).user_data("blue", "1.0", "r1") == "blue"


def test_a_script_that_its_parameters_make_too_large_is_a_problem(problems, with_script):
    """The file alone is small enough, and no version makes it smaller."""
    Path("user-data.sh").write_text("{greeting}" + "x" * (LIMIT // 4 * 3 - 10))
    (told,) = problems(with_script.replace("hello", "hello-world"))
    assert told == (
        "7: servers.parameters: user-data.sh with its placeholders replaced is 65536 bytes in "
        "base64; OpenStack accepts at most 65535"
    )


def test_a_script_that_its_version_makes_too_large_is_refused_when_it_is_planned(
    loaded, with_script
):
    """Only then is the version known, and nothing is built yet."""
    Path("user-data.sh").write_text("{greeting}{version}" + "x" * (LIMIT // 4 * 3 - 19))
    specification = loaded(with_script)
    assert specification.user_data("blue", "1.0", "r1").startswith("hello1.0x")
    with pytest.raises(Refused, match="with its placeholders replaced is 65536 bytes in base64"):
        specification.user_data("blue", "1.0-0123456789a", "r1")


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        (
            b"#!/bin/sh\r\necho\r\n",
            r"has Windows line ends (CR LF); run: sed -i 's/\r$//' user-data.sh",
        ),
        (
            b"\xef\xbb\xbf#!/bin/sh\n",
            "begins with a byte order mark, which hides its first line; run: ",
        ),
        (b"\xef\xbb\xbf#cloud-config\n", "begins with a byte order mark"),
    ],
)
def test_a_script_of_a_windows_editor_is_a_problem(problems, with_script, script, rule):
    """The servers would not run it, and would be waited for in vain."""
    Path("user-data.sh").write_bytes(script + b"{greeting}")
    (told,) = problems(with_script)
    assert told.startswith(f"6: servers.user_data: user-data.sh {rule}")


@pytest.mark.parametrize(
    "script",
    [b"#cloud-config\r\n", b"#ps1_sysnative\r\n", b"MIME-Version: 1.0\r\n", b"#!/bin/sh\n\r"],
)
def test_line_ends_of_windows_that_mean_something_are_fine(loaded, with_script, script):
    """YAML, MIME and PowerShell have them; so may a text within a script."""
    Path("user-data.sh").write_bytes(script + b"{greeting}")
    assert loaded(with_script).servers.user_data


def test_the_command_that_a_problem_names_mends_a_script(loaded, problems, with_script):
    """It is run as it stands there."""
    for script in (b"#!/bin/sh\r\n{greeting}\r\n", b"\xef\xbb\xbf#!/bin/sh\n{greeting}\n"):
        Path("user-data.sh").write_bytes(script)
        (told,) = problems(with_script)
        subprocess.run(["sh", "-c", told.partition("run: ")[2]], check=True)
        assert loaded(with_script).servers.user_data
        assert Path("user-data.sh").read_bytes() == b"#!/bin/sh\n{greeting}\n"
