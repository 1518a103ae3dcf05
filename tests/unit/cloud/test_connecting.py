# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An entry of clouds.yaml with something missing: told as what it is, and not as a defect."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluegreen.cloud import connect
from bluegreen.errors import CloudError

NOBODY_THERE = "https://127.0.0.1:9/v3"
JANE = f"auth_url: {NOBODY_THERE}, username: jane, project_name: shop"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (f"{{auth: {{{JANE}}}}}", "password is a required attribute"),
        (f"{{auth: {{{JANE}, password: x}}, cacert: /no/ca.pem}}", "invalid path: /no/ca.pem"),
        ("", ""),
        ("not a mapping", ""),
    ],
)
def test_an_entry_that_lacks_something_is_no_defect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, told: str
) -> None:
    """The libraries raise whatever comes to hand; the second line names clouds.yaml."""
    file = tmp_path / "clouds.yaml"
    file.write_text(f"clouds:\n  mine: {entry}\n")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(file))
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CloudError, match=r"^no connection to the cloud: ") as refused:
        connect("mine")

    assert told in refused.value.true_now
    assert "clouds.yaml" in refused.value.run_next
