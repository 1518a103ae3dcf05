# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The specification: bluegreen.yaml as frozen, validated values."""

from bluegreen.specification.loading import application_name, json_schema, load
from bluegreen.specification.model import Specification
from bluegreen.specification.servers import Servers

__all__ = ["Servers", "Specification", "application_name", "json_schema", "load"]
