# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that changes an application: pure plans beside the steps that they order."""
