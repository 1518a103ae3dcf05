# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""Broken rules in plain words, from what pydantic reports."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bluegreen.spec.document import Location

_TEXT = "must be text; put it in quotes"
_LIST = "must be a list"
_MAPPING = "must be a mapping of keys to values"
_NUMBER = "must be a whole number"
NUMBERS = (_NUMBER, "must be a number")
"""What the rules of numbers begin with."""

_PLAIN_WORDS = {
    "missing": "is required",
    "string_type": _TEXT,
    "int_type": _NUMBER,
    "float_type": "must be a number",
    "finite_number": "must be a number",
    "bool_type": "must be true or false",
    "tuple_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "invalid_key": "is not a key: keys are text",
    "recursion_loop": "contains itself",
}


def location(error: ErrorDetails) -> Location:
    """Return where the error is, without pydantic's mark for "the key itself"."""
    return tuple(part for part in error["loc"] if part != "[key]")


def rule(model: type[BaseModel], error: ErrorDetails) -> str:
    """Return the rule that the error says is broken."""
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context["error"])
        case "literal_error":
            return f"must be one of {context['expected'].replace(chr(39), '')}"
        case "greater_than_equal":
            return f"must be at least {_number(context['ge'])}"
        case "less_than_equal":
            return f"must be at most {_number(context['le'])}"
        case "extra_forbidden":
            return _unknown_key(str(error["loc"][-1]), _keys_at(model, error["loc"][:-1]))
        case kind:
            return _PLAIN_WORDS.get(kind, error["msg"])


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _unknown_key(key: str, known: list[str]) -> str:
    alike = difflib.get_close_matches(key, known, n=1)
    if alike:
        return f"is not a key here; did you mean {alike[0]}?"
    return f"is not a key here; the keys are {', '.join(sorted(known))}"


def _keys_at(model: type[BaseModel], where: Location) -> list[str]:
    for part in where:
        if isinstance(part, str):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            model = next(_models_in(fields[part].annotation))
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
