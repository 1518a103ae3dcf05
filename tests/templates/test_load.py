# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A loaded template is all that Heat's create call needs."""

import re
from typing import get_args

import pytest

from bluegreen.cloud.templates import load
from bluegreen.model.stack import TemplateName


@pytest.mark.parametrize("name", get_args(TemplateName))
def test_every_nested_template_comes_along(name: TemplateName) -> None:
    """Heat resolves `type: x.yaml` from the files of the call, so all of them must be there."""
    bundle = load(name)
    texts = [bundle.template, *bundle.files.values()]
    named = {nested for text in texts for nested in re.findall(r"type: (\S+\.yaml)", text)}
    assert set(bundle.files) == named
