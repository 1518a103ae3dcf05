# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""`bluegreen schema`: the JSON schema that editors complete and check with."""

from __future__ import annotations

import argparse
import json

from bluegreen.cli.verb import Verb
from bluegreen.spec import json_schema


class SchemaCommand(Verb):
    """Print the JSON schema of the specification."""

    def take_action(self, parsed_args: argparse.Namespace) -> None:  # noqa: ARG002
        """Print the schema."""
        self.app.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
