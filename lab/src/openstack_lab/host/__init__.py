# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What the lab finds, makes and leaves on this machine: devices, networks, processes, a user."""
