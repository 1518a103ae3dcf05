# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Reading YAML, and knowing the lines."""

from pathlib import Path

import pytest

from bluegreen.errors import SpecificationInvalid
from bluegreen.spec import load


def test_a_key_given_twice_is_a_problem(problems, smallest):
    """YAML keeps the last of two in silence, so one of them does not mean what it says."""
    assert problems(smallest + "  flavor: m1.large\n") == [
        "6: servers.flavor: is given twice; the first is on line 5"
    ]


def test_the_value_that_counts_is_the_one_pointed_at(problems, smallest):
    """Of two equal keys the last is the one in force, so its line is named."""
    told = problems(smallest + "  port: 80\n  port: many\n")
    assert "7: servers.port: must be a whole number" in told


def test_broken_yaml_is_reported_with_its_line(problems):
    """A syntax error is a problem like any other."""
    assert problems("application: shop\nservers: [\n") == [
        "3: is not YAML: expected the node content, but found '<stream end>'"
    ]


def test_a_value_that_yaml_cannot_read_is_reported_with_its_line(problems, smallest):
    """A date that is none breaks in the YAML library; people want the line."""
    assert problems(smallest + "  key_pair: !!timestamp 2026-13-45\n") == [
        "6: is not YAML: '2026-13-45' is not a valid timestamp; quote it if it is text"
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [("", "is empty"), ("# only a comment\n", "is empty"), ("- a\n", "must be a mapping")],
)
def test_a_file_without_a_mapping_is_a_problem(write, text, rule):
    """There must be keys."""
    with pytest.raises(SpecificationInvalid, match=rule):
        load(write(text))


def test_a_missing_file_is_a_problem_with_a_way_out(directory):
    """The first run in a new directory says how to begin."""
    with pytest.raises(SpecificationInvalid, match="does not exist") as invalid:
        load(directory / "bluegreen.yaml")
    assert "bluegreen init" in invalid.value.next_step


def test_a_directory_is_a_problem(directory):
    """What cannot be read is reported, without a traceback."""
    with pytest.raises(SpecificationInvalid, match="cannot be read: is a directory"):
        load(directory)


def test_a_file_that_is_not_text_is_a_problem(directory):
    """Only UTF-8 is read."""
    file = directory / "bluegreen.yaml"
    file.write_bytes(b"application: \xff\n")
    with pytest.raises(SpecificationInvalid, match=r"is not UTF-8 text \(byte 13\)"):
        load(file)


def test_merged_mappings_work(loaded, smallest):
    """Anchors and merges are YAML, and no repetition of keys."""
    text = smallest + ("  volumes:\n    - &disk {size: 1, type: ssd}\n    - {<<: *disk, size: 2}\n")
    sizes = [(volume.size, volume.type) for volume in loaded(text).servers.volumes]
    assert sizes == [(1, "ssd"), (2, "ssd")]


def test_an_alias_that_leads_back_is_reported_where_it_is(problems, smallest):
    """A mapping that holds itself is no endless one."""
    assert problems(smallest + "sides: &s {red: *s}\n") == ["6: sides.red: contains itself"]


def test_aliases_of_aliases_are_looked_at_once(problems, smallest):
    """Two to the power of sixty values, written in sixty lines, take no longer than sixty."""
    doubled = (f"x{n}: &x{n} [*x{n - 1}, *x{n - 1}]\n" for n in range(1, 61))
    assert problems(smallest + "x0: &x0 [1]\n" + "".join(doubled)) == [
        "17: x11: has more than 10,000 values, counting those of each alias"
    ]


@pytest.mark.parametrize("lists", ["[*t{0}, *t{0}, *t{0}]", "{{a: *t{0}, b: *t{0}}}"])
def test_a_template_that_grows_without_end_is_a_problem(problems, smallest, lists):
    """What a template holds is walked as a tree, of any depth, and aliases make it endless."""
    grown = ", ".join(f"k{n}: &t{n} {lists.format(n - 1)}" for n in range(1, 40))
    text = f"notifications: [{{url: 'http://x/', template: {{k0: &t0 [x], {grown}}}}}]\n"
    (told,) = problems(smallest + text)
    assert told.startswith("6: notifications[0].template.k")
    assert told.endswith(": has more than 10,000 values, counting those of each alias")


def test_merges_of_merges_are_a_problem_too(problems, smallest):
    """A merge copies all that it names, as often as it names it."""
    merged = (f"x{n}: &x{n} {{<<: [*x{n - 1}, *x{n - 1}]}}\n" for n in range(1, 40))
    (told,) = problems(smallest + "x0: &x0 {a: 1}\n" + "".join(merged))
    assert "has more than 10,000 values" in told


def test_a_file_larger_than_anybody_writes_is_a_problem(directory):
    """Of a device that never ends no more is read than that."""
    with pytest.raises(SpecificationInvalid, match="zero: is larger than 128 KiB"):
        load(Path("/dev/zero"))
