# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The steps that plans are made of: one file per step, each with its undo beside it."""
