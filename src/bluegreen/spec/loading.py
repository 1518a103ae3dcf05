# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""From a file to a valid specification, or to everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import ErrorDetails

from bluegreen.errors import Problem, SpecificationInvalid
from bluegreen.spec import rules
from bluegreen.spec.document import Document, Location, read
from bluegreen.spec.model import Specification
from bluegreen.spec.values import ApplicationName

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
