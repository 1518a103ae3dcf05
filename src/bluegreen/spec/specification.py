# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""bluegreen.yaml as a whole: what it says, as frozen values, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import ErrorDetails

from bluegreen.errors import Problem, Refused, SpecificationInvalid
from bluegreen.model.data_plane import WELL_KNOWN_PATH
from bluegreen.spec import rules
from bluegreen.spec.checks import Checks, CheckSection
from bluegreen.spec.document import Document, Location, read
from bluegreen.spec.network import AddressesSection, LoadBalancer, Sides
from bluegreen.spec.notifications import Notification
from bluegreen.spec.programs import Hooks
from bluegreen.spec.requests import OF_A_REQUEST, RequestSection, WarmUpSection, over
from bluegreen.spec.servers import ScalingSection, ServersSection
from bluegreen.spec.switch import RetireSection, SwitchSection, WatchSection
from bluegreen.spec.values import Address, ApplicationName, Listed, Name, Section, default


class Specification(Section):
    """An application that is deployed blue-green on OpenStack."""

    model_config = ConfigDict(title="bluegreen.yaml")

    application: ApplicationName
    """Name of the application, unique in the project; names of stacks are made of it."""
    external_network: Name
    """Name or id of the network that floating IPs come from."""
    servers: ServersSection
    """The servers of each release."""
    scaling: ScalingSection | None = None
    """How the live side scales with load; without this section it keeps its size."""
    sides: Sides = default({})
    """The networks of the two sides."""
    dns_servers: Listed[Address] = ()
    """DNS servers of the servers; when empty, those of the network."""
    addresses: AddressesSection = default({})
    """Floating IPs that the project already holds; others are allocated."""
    request: RequestSection = default({})
    """How to ask the application, for everything that asks it and does not say otherwise."""
    load_balancer: LoadBalancer = default({})
    """The load balancer in front of each side."""
    warm_up: WarmUpSection = default({})
    """How the warm-up asks; without a path here or in `request`, as the health check does."""
    switch: SwitchSection = default({})
    """How a switch works."""
    checks: Checks = ()
    """Checks that decide whether a release is good."""
    approval: Literal["auto", "ask", "wait"] = "auto"
    """Who approves a checked release: nobody, the operator, or another person."""
    watch: WatchSection = default({})
    """How the watch after a switch works."""
    retire: RetireSection = default({})
    """What happens to the side that is no longer live."""
    hooks: Hooks = default({})
    """Programs to run before and after each stage."""
    notifications: Listed[Notification] = ()
    """Addresses that receive notifications."""

    @field_validator("scaling")
    @classmethod
    def _has_room(
        cls, scaling: ScalingSection | None, info: ValidationInfo
    ) -> ScalingSection | None:
        servers: ServersSection | None = info.data.get("servers")
        if scaling and servers and servers.count.min == servers.count.max:
            raise ValueError("needs servers.count with min below max")
        return scaling

    @field_validator("load_balancer")
    @classmethod
    def _asked_by_the_monitor(cls, balancer: LoadBalancer, info: ValidationInfo) -> LoadBalancer:
        common: RequestSection | None = info.data.get("request")
        if common is None or balancer.protocol != "HTTP":
            return balancer
        check = balancer.health_check
        if common.data is not None and not {"method", "path"} <= check.model_fields_set:
            raise ValueError(
                "must say method and path in health_check, because a load balancer sends no body, "
                "and request has data"
            )
        merged = over(check, common, "path", "method", "host", "expect")
        return balancer.model_copy(update={"health_check": merged})

    @field_validator("warm_up")
    @classmethod
    def _asked_by_the_warm_up(cls, warm_up: WarmUpSection, info: ValidationInfo) -> WarmUpSection:
        common, balancer = info.data.get("request"), info.data.get("load_balancer")
        if common is None or balancer is None:
            return warm_up
        merged = over(warm_up, common)
        if merged.path or merged.data is not None or balancer.protocol != "HTTP":
            return merged
        keys = {"path", "method", "host", "expect"} - warm_up.model_fields_set
        return merged.model_copy(update={k: getattr(balancer.health_check, k) for k in keys})

    @field_validator("switch")
    @classmethod
    def _asked_by_the_proof(cls, switch: SwitchSection, info: ValidationInfo) -> SwitchSection:
        common: RequestSection | None = info.data.get("request")
        proof = switch.proof
        if common is None or proof.path == WELL_KNOWN_PATH:
            return switch
        keys = (key for key in OF_A_REQUEST if key != "path")
        return switch.model_copy(update={"proof": over(proof, common, *keys)})

    @field_validator("checks")
    @classmethod
    def _asked_by_checks(
        cls, checks: Sequence[CheckSection], info: ValidationInfo
    ) -> tuple[CheckSection, ...]:
        common: RequestSection | None = info.data.get("request")
        return tuple(
            check.model_copy(update={"http": over(check.http, common)})
            if common and check.http
            else check
            for check in checks
        )

    @property
    def variables(self) -> frozenset[str]:
        """The environment variables that a release asks for: in requests and notifications."""
        of_checks = (check.variables for check in self.checks)
        of_notifications = (notification.variables for notification in self.notifications)
        own = self.warm_up.variables | self.switch.proof.variables
        return own.union(*of_checks, *of_notifications)

    def image(self, version: str) -> str:
        """Return the name or id of the image for `version`."""
        return self.servers.image.replace("{version}", version)

    def user_data(self, side: str, version: str, release: str) -> str:
        """Return the script of the first boot, with its placeholders replaced; "" without one.

        Raises Refused where this version makes it larger than OpenStack accepts.
        """
        if self.servers.user_data is None:
            return ""
        built_in = {
            "application": self.application,
            "side": side,
            "version": version,
            "release": release,
        }
        values = {**self.servers.parameters, **built_in}
        try:
            self.servers.user_data.refuse_too_large(values)
        except ValueError as error:
            raise Refused(str(error), "shorten it, then: bluegreen validate") from error
        return self.servers.user_data.render(values)


M = TypeVar("M", bound=BaseModel)


def load(path: Path) -> Specification:
    """Read and check the specification, and the user data that it names.

    Raises SpecificationInvalid with every problem, sorted by line.
    """
    return checked(read(path), Specification, path.parent)


def checked(document: Document, model: type[M], directory: Path) -> M:
    """Return what a document says as a value of the model; files it names are in the directory.

    Raises SpecificationInvalid with every problem, sorted by line.
    """
    problems = set(document.repeated_keys)
    try:
        value = _validate(model, document.values, directory)
    except ValidationError as error:
        details = _all_details(error, model, document.values, directory)
        problems |= {_problem(document, model, detail) for detail in details}
    if problems:
        raise SpecificationInvalid(tuple(sorted(problems, key=Problem.order)))
    return value


def application_name(path: Path) -> str:
    """Read only the application's name; nothing else in the file can stand in the way.

    Raises SpecificationInvalid when the file cannot be read or its name is missing or no name.
    """
    document = read(path)
    try:
        name: str = TypeAdapter(ApplicationName).validate_python(
            document.values.get("application"), strict=True
        )
    except ValidationError as error:
        rule = rules.rule(Specification, error.errors()[0])
        raise SpecificationInvalid((document.problem(("application",), rule),)) from error
    return name


class _Schema(GenerateJsonSchema):
    def normalize_name(self, name: str) -> str:
        """Return what a section is called in the schema: its class says that it is one."""
        return super().normalize_name(name).removesuffix("Section")


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of the specification, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Specification.model_json_schema(by_alias=True, schema_generator=_Schema),
    }


def _problem(document: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    where, rule = rules.location(detail), rules.rule(model, detail)
    text = document.ambiguous(where)
    if text and text.truth is None and rule.startswith(rules.NUMBERS):  # 010 is one to its writer
        rule = f"{rule}; {text.doubt}"
    return document.problem(where, rule)


def _validate(model: type[M], values: Any, directory: Path) -> M:
    return model.model_validate(values, context={"directory": directory})


def _all_details(
    error: ValidationError, model: type[M], values: dict[Any, Any], directory: Path
) -> list[ErrorDetails]:
    """Return the errors, with those that an unknown key in the same mapping would hide."""
    details = error.errors(include_url=False, include_input=False)
    unknown = {detail["loc"] for detail in details if detail["type"] == "extra_forbidden"}
    if not unknown:
        return details
    try:
        _validate(model, _without(values, unknown), directory)
    except ValidationError as hidden:
        details += hidden.errors(include_url=False, include_input=False)
    return details


def _without(value: Any, unwanted: set[Location], here: Location = ()) -> Any:
    """Return the value with the unwanted keys left out; only their mappings are copied."""
    if here and not any(location[: len(here)] == here for location in unwanted):
        return value
    if isinstance(value, dict):
        return {
            key: _without(below, unwanted, (*here, key))
            for key, below in value.items()
            if (*here, key) not in unwanted
        }
    if isinstance(value, list):
        return [_without(below, unwanted, (*here, i)) for i, below in enumerate(value)]
    return value
