# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The bridges, and the external network: where floating IPs live, and how the host gets there."""

NAME = "public"
PHYSICAL_NETWORK = "public"
EXTERNAL_BRIDGE = "br-ex"
INTEGRATION_BRIDGE = "br-int"
BRIDGES = (INTEGRATION_BRIDGE, EXTERNAL_BRIDGE)
DATAPATH_DEVICE = "ovs-netdev"
"""Open vSwitch makes it for its datapath in user space."""
SUBNET = "172.24.4.0/24"
GATEWAY = "172.24.4.1"
HOST_ADDRESS = f"{GATEWAY}/24"
"""The host is the gateway, so every floating IP is one hop away from it."""
FIRST_ADDRESS = "172.24.4.10"
LAST_ADDRESS = "172.24.4.250"
