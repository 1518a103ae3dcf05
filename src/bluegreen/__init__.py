# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Blue-green deployment for tenants of an OpenStack cloud."""

__version__ = "0.1.0"
