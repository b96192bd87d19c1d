"""The base of everything that comes from a file."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """An immutable, strict value: no guessing of types, no unknown key, no NaN or infinity."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=False
    )


Id = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
"""An identifier: small letters, digits and hyphens, 1 to 64, neither end a hyphen."""

Line = Annotated[
    str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\u202a-\u202e\u2066-\u2069]+$")
]
"""One line a person reads: no control and no bidirectional override characters."""
