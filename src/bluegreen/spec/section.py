# SPDX-FileCopyrightText: 2026 The bluegreen authors
# SPDX-License-Identifier: Apache-2.0
"""What every mapping of a specification has in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


def default(written: Any) -> Any:
    """Declare the default of a key, as people would write it in the file."""
    return Field(written, validate_default=True)


class Section(BaseModel):
    """A mapping with fixed keys: frozen, strictly typed, no other keys.

    Each attribute's docstring is the key's description in the JSON schema. Rules about two keys
    live in the validator of the later key, so that they hold whatever else is wrong in the file.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        use_attribute_docstrings=True,
        validate_default=True,
        model_title_generator=lambda section: section.__name__.removesuffix("Section"),
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, values: Any) -> Any:
        """Take `key:` with nothing after it as if the key were not there."""
        if not isinstance(values, dict):
            return values
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {k: v for k, v in values.items() if v is not None or k not in known}
