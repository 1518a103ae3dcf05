# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The specification: bluegreen.yaml as frozen, validated values."""

from bluegreen.spec.servers import ServersSection
from bluegreen.spec.specification import Specification, application_name, json_schema, load

__all__ = ["ServersSection", "Specification", "application_name", "json_schema", "load"]
