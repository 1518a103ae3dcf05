# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What tests share: a cloud in memory that keeps the adapters' promises, and a clock."""
