# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The specification: bluegreen.yaml as frozen, validated values."""

from bluegreen.spec.loading import application_name, json_schema, load
from bluegreen.spec.model import Specification
from bluegreen.spec.servers import ServersSection

__all__ = ["ServersSection", "Specification", "application_name", "json_schema", "load"]
