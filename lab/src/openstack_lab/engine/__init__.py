# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Brings units up and keeps them running: their types, their order, their processes and logs.

It knows no service by name; the table of services is in `services`.
"""
