# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Validate templates with Heat's own engine, without a cloud.

Runs under an interpreter that has openstack-heat installed. Reads one JSON request a line,
`{"template": text, "files": {name: text}, "parameters": {name: value}}`, and answers each with one
JSON line: `problem` (text or null), `conditions` (name to true or false) and `resources` (name to
`type` and `properties`). Values that only a cloud knows (ids, addresses) are null in the answer.
"""

import json
import sys
from typing import Any

from heat.common import context, messaging, template_format
from heat.engine import constraints, environment, function, resource, resources, stack, template
from heat.engine.clients.os import glance, nova
from oslo_config import cfg


class Anything:
    """An image or flavor that fits every other one."""

    status = "active"
    min_ram = min_disk = ram = disk = 0


def start_engine() -> None:
    """Load every resource type, and answer for the cloud where validation would ask one."""
    cfg.CONF([], project="heat", default_config_files=[])
    messaging.setup("fake://")
    resources.initialise()
    resource.Resource.is_service_available = classmethod(lambda cls, ctx: (True, None))
    # Only names and ids of a cloud's things are checked here: ranges, addresses and the like have
    # a validate of their own, which stays.
    constraints.BaseCustomConstraint.validate = lambda self, value, ctx: True
    glance.GlanceClientPlugin.get_image = lambda self, name: Anything()
    nova.NovaClientPlugin.get_flavor = lambda self, name: Anything()
    nova.NovaClientPlugin.is_version_supported = lambda self, version: True
    nova.NovaClientPlugin.absolute_limits = lambda self: {"maxServerMeta": 128}


def validate(request: dict[str, Any]) -> dict[str, Any]:
    """Build the stack that the request describes and let it check itself."""
    text = template_format.parse(request["template"])
    try:
        built = stack.Stack(
            context.RequestContext(project_id="project", user_id="user", is_admin=False),
            "shop",
            template.Template(
                text,
                files=request["files"],
                env=environment.Environment({"parameters": request["parameters"]}),
            ),
            strict_validate=True,
        )
        built.validate()
    except Exception as error:
        return {"problem": str(error), "conditions": {}, "resources": {}}
    conditions = built.t.conditions(built)
    return {
        "problem": None,
        "conditions": {name: conditions.is_enabled(name) for name in text.get("conditions", {})},
        "resources": {name: described(built[name]) for name in built},
    }


def described(member: resource.Resource) -> dict[str, Any]:
    """The type and properties of a resource, every function and condition worked out."""
    properties = function.resolve(member.properties.data, nullable=True)
    return {"type": member.type(), "properties": properties}


def main() -> None:
    """Answer requests until the input ends."""
    start_engine()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(validate(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
