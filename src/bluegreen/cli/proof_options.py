# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The option that says how a command proves who answers."""

from __future__ import annotations

import argparse

WAYS = ("probe", "statistics", "none")


def add_proof(parser: argparse.ArgumentParser) -> None:
    """Add --proof."""
    parser.add_argument(
        "--proof",
        choices=WAYS,
        help="how to prove who answers: connections from this machine (probe); where it has no way "
        "to the address, the load balancers' own counts of users' connections, slower and weaker "
        "(statistics), or not at all (none). Default: switch.proof.by of the specification, else "
        "probe",
    )
