# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The files that tell Horizon of the panel: copied or linked into its `local/enabled`."""
