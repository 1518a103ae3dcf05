# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The external network: where floating IPs live, and how the host reaches them."""

NAME = "public"
PHYSICAL_NETWORK = "public"
EXTERNAL_BRIDGE = "br-ex"
SUBNET = "172.24.4.0/24"
GATEWAY = "172.24.4.1"
HOST_ADDRESS = f"{GATEWAY}/24"
"""The host is the gateway, so every floating IP is one hop away from it."""
FIRST_ADDRESS = "172.24.4.10"
LAST_ADDRESS = "172.24.4.250"
