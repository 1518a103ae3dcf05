# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""A probing as one self-contained HTML page."""

from bluegreen.probe.page.document import render

__all__ = ["render"]
