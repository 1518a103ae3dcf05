# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Several applications released as one: all are good before the first goes live, or none stays."""

from bluegreen.together.part import Part
from bluegreen.together.releasing import release_together

__all__ = ["Part", "release_together"]
