# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Steps are done once, and again when what they depend on changes."""

import pytest
from openstack_lab.engine.unit import Step
from openstack_lab.errors import LabError
from openstack_lab.lab import Lab, was_ever_done


def test_a_step_is_done_once_for_the_same_inputs(lab: Lab) -> None:
    """After it was done, the step says so; before, it does not."""
    step = Step("paint", lambda _lab: None, inputs=lambda _lab: "blue")
    assert not step.done(lab)

    step.do(lab)

    assert step.done(lab)


def test_changed_inputs_ask_for_the_step_again(lab: Lab) -> None:
    """A step done for other inputs is not done, but was done once."""
    Step("paint", lambda _lab: None, inputs=lambda _lab: "blue").do(lab)

    assert not Step("paint", lambda _lab: None, inputs=lambda _lab: "green").done(lab)
    assert was_ever_done(lab, "paint")


def test_a_step_that_always_runs_is_never_done(lab: Lab) -> None:
    """Its stamp does not count."""
    step = Step("sweep", lambda _lab: None, always=True)

    step.do(lab)

    assert not step.done(lab)


def test_a_step_without_its_result_has_failed_whatever_its_programs_ended_with(lab: Lab) -> None:
    """It is not remembered as done, and the reason is named."""
    step = Step("paint", lambda _lab: None, lacks=lambda _lab: "the wall is still grey")

    with pytest.raises(LabError, match="paint finished, but the wall is still grey"):
        step.do(lab)

    assert not was_ever_done(lab, "paint")


def _fail(_lab: Lab) -> None:
    raise RuntimeError("interrupted")


def test_a_first_run_that_was_interrupted_was_never_done(lab: Lab) -> None:
    """So the next one can begin with nothing."""
    with pytest.raises(RuntimeError):
        Step("paint", _fail).do(lab)

    assert not was_ever_done(lab, "paint")


def test_a_later_run_that_was_interrupted_is_not_done_even_for_the_old_inputs(lab: Lab) -> None:
    """What the half of the second run left is neither old nor new; its data stay."""
    Step("paint", lambda _lab: None, inputs=lambda _lab: "blue").do(lab)
    with pytest.raises(RuntimeError):
        Step("paint", _fail, inputs=lambda _lab: "green").do(lab)

    assert not Step("paint", lambda _lab: None, inputs=lambda _lab: "blue").done(lab)
    assert was_ever_done(lab, "paint")
