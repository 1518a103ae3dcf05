# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The verbs as `openstack bluegreen VERB`: what python-openstackclient asks of a plugin.

It finds this module by the entry point `bluegreen` of the group `openstack.cli.extension`, and the
commands in the group `openstack.bluegreen.v1` (python-openstackclient, contributor documentation,
"Plugins").
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

import bluegreen

if TYPE_CHECKING:
    from bluegreen import Cloud

API_NAME = "bluegreen"
API_VERSION_OPTION = "os_bluegreen_api_version"
DEFAULT_API_VERSION = "1"
API_VERSIONS = (DEFAULT_API_VERSION,)

OF_BLUEGREEN_ALONE = ("complete", "help")
"""Verbs that the client has itself, for all of its commands."""


def make_client(client_manager: Any) -> Cloud:
    """Return the cloud that the client is logged in to, over its own session.

    The client itself waits for ever for an answer; here a request without one must count as lost.
    """
    client_manager.session.timeout = float(bluegreen.API_TIMEOUT)
    client_manager.session.additional_user_agent.append((API_NAME, bluegreen.__version__))
    return bluegreen.from_connection(client_manager.sdk_connection)


def build_option_parser(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add no global option to the client's own."""
    return parser
