# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Write the commands of the `openstack` client from the commands themselves: make reference."""

from __future__ import annotations

from pathlib import Path

from bluegreen.cli.openstack_client import OF_BLUEGREEN_ALONE
from bluegreen.cli.registry import COMMANDS

FILE = Path(__file__).parents[1] / "src/bluegreen/cli/openstack_client/verbs.py"

HEAD = '''\
# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Each verb as a command of the `openstack` client, its class by the name of the verb.

The client loads every command of every plugin at each start, so no verb is imported here. Written
by docs/openstack_verbs.py; do not edit.
"""

from __future__ import annotations

from bluegreen.cli.openstack_client.plugin_verb import PluginVerb
'''

CLASS = '''

class {name}(PluginVerb):
    """{summary}."""

    target = "{target}"
'''


def module() -> str:
    """Return the whole module."""
    classes = (
        CLASS.format(
            name=row.target.partition(":")[2].removesuffix("Command"),
            summary=row.summary,
            target=row.target,
        )
        for name, row in sorted(COMMANDS.items())
        if name not in OF_BLUEGREEN_ALONE
    )
    return "".join((HEAD, *classes))


if __name__ == "__main__":
    FILE.write_text(module(), encoding="utf-8")
