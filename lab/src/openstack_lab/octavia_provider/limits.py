# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The provider's own limits, known to what refuses requests and to what carries them out."""

CONNECTION_CEILING = 5000
"""Connections a load balancer holds at most: two files each, within the usual hard limit."""
