# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Tenants' text as words of HAProxy's configuration language."""

import shlex


def word(text: object) -> str:
    """Quote text as one word; HAProxy's quoting rules are those of the shell.

    Raises ValueError when the text holds a control character.
    """
    plain = str(text)
    if not plain.isprintable():
        raise ValueError(f"{plain!r} holds a control character")
    return shlex.quote(plain)


def format_word(text: object) -> str:
    """Quote text as one word where HAProxy expects a log format, so that `%` stays a `%`."""
    return word(str(text).replace("%", "%%"))


def host(address: str) -> str:
    """Return an address as it stands before a port."""
    return f"[{address}]" if ":" in address else address
