# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The Horizon panel of openstack-bluegreen: the same library behind a page."""
