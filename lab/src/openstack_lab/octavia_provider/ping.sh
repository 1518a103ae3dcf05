#!/bin/sh
# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
# HAProxy's external check of one member: is it up? The member's address is the third argument.
# As a daemon HAProxy has no standard output, and ping fails without one.
exec ping -q -n -c 1 -w 1 "$3" </dev/null >/dev/null 2>&1
