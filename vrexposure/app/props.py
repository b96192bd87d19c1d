"""Real supports as they are typed on the command line."""

from __future__ import annotations

import re

from pydantic import ValidationError

from vrexposure.core.session.registering import USUAL_MM
from vrexposure.core.setup import Prop
from vrexposure.errors import SettingError

_PROP = re.compile(
    r"(?P<prop>chair|rail_left|rail_right|step)=(?P<height>\d{1,4})"
    r"(?:@(?P<x>-?\d{1,4}),(?P<y>-?\d{1,4}))?(?P<arms>,arms)?"
)


def parse_prop(text: str) -> Prop:
    """`chair=450`, `chair=450@0,-50,arms`, `rail_right=900@450,0`; millimetres, stage space.

    Without a place the chair is in the middle, a rail 450 mm beside it, the step 350 mm before it.

    Raises:
        SettingError: The text is none of these.
    """
    found = _PROP.fullmatch(text)
    if found is not None:
        name = found["prop"]
        x_mm, y_mm = USUAL_MM.get(name, (0, 0))
        try:
            return Prop.model_validate(
                {
                    "prop": name,
                    "height_mm": int(found["height"]),
                    "x_mm": x_mm if found["x"] is None else int(found["x"]),
                    "y_mm": y_mm if found["y"] is None else int(found["y"]),
                    "has_arms": found["arms"] is not None,
                }
            )
        except ValidationError:
            pass
    raise SettingError(
        f"prop {text[:40]!r}: write NAME=HEIGHT or NAME=HEIGHT@X,Y in millimetres, for example "
        "chair=450 or rail_right=900@450,0 (heights 20 to 1300)"
    )
