# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""An Octavia provider: each load balancer is an HAProxy in a network namespace on its VIP port.

`driver` runs inside the Octavia API and only says yes or no; `agent` runs inside the Octavia driver
agent and makes the machine match what the API holds. See docs/namespace-provider.md.
"""
