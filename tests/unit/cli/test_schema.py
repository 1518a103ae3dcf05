# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen schema`."""

import json

from bluegreen.cli.app import main
from bluegreen.spec import json_schema


def test_the_schema_is_printed_for_editors(capsys):
    """It is JSON, names its dialect, and knows what is required."""
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == json_schema()
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["required"] == ["application", "external_network", "servers"]
    assert schema["additionalProperties"] is False


def test_a_default_in_the_schema_is_written_as_in_the_file():
    """Editors insert it as it stands."""
    properties = json_schema()["$defs"]["LoadBalancer"]["properties"]
    assert properties["idle_timeout"]["default"] == "50s"
