# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What stands in the way of a blue-green application on this cloud, and what fits it."""
