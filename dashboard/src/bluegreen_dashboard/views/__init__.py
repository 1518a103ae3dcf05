# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""The pages of the panel: all applications, one of them, and the dialog of an action."""
