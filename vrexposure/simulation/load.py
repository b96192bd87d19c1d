"""How hard and how frightening a movement is to a simulated person, from the View's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from vrexposure.core.view import View
from vrexposure.simulation.curves import clamp

Activity = Literal[
    "sit_to_stand", "stairs_up", "stairs_down", "reach", "bend", "stand", "turn", "walk"
]


class Demand(NamedTuple):
    """One movement as the person sees it; `load` on the body and `threat` to the mind, 0 to 1."""

    activity: Activity
    load: float
    threat: float


def demand_of(view: View) -> Demand | None:
    """What the level that is shown asks for; None when it shows none."""
    p = dict(view.parameters)
    if "seat_height_mm" in p:
        return _sit_to_stand(p)
    if "risers" in p:
        return _stairs(p, view)
    if "flexion_deg" in p:
        return _reach(p)
    if "pick_height_mm" in p:
        return _bend(p)
    if "duration_s" in p:
        return _stand(p)
    if "turns" in p:
        return _turn(p)
    if "distance_mm" in p:
        return _walk(p)
    return None


def _sit_to_stand(p: Mapping[str, int]) -> Demand:
    low = clamp((550 - p["seat_height_mm"]) / 170)
    no_arms = p.get("arms", 0) / 2
    many = clamp(p.get("repetitions", 1) / 10)
    more = clamp(p.get("hold_s", 0) / 30 + p.get("turn_deg", 0) / 360)
    return Demand(
        "sit_to_stand",
        clamp(0.2 + 0.4 * low + 0.2 * no_arms + 0.2 * many + 0.2 * more),
        clamp(0.2 + 0.4 * low + 0.3 * no_arms + 0.1 * many + 0.2 * more),
    )


def _stairs(p: Mapping[str, int], view: View) -> Demand:
    caption = view.caption.key if view.caption is not None else ""
    down = caption == "caption.go_stairs_down" or bool(p.get("downwards", 0))
    many = clamp(p["risers"] * p.get("climbs", 1) / 30)
    high = clamp(p.get("riser_mm", 150) / 200)
    without_rail = 1 - (p.get("rail_left", 0) + p.get("rail_right", 0)) / 2
    deep = clamp(p.get("visual_height_mm", 0) / 4000)
    return Demand(
        "stairs_down" if down else "stairs_up",
        clamp(0.1 + 0.5 * many + 0.3 * high),
        clamp(0.1 + 0.3 * without_rail + 0.4 * deep + 0.2 * float(down)),
    )


def _reach(p: Mapping[str, int]) -> Demand:
    deep = clamp(p["flexion_deg"] / 90)
    many = clamp(p.get("reaches", 1) / 20)
    held = clamp(p.get("hold_ms", 0) / 5000)
    hurried = float(p.get("within_s", 0) > 0)
    return Demand(
        "reach",
        clamp(0.1 + 0.5 * deep + 0.2 * many + 0.2 * held),
        clamp(0.1 + 0.6 * deep + 0.1 * held + 0.2 * hurried),
    )


def _bend(p: Mapping[str, int]) -> Demand:
    low = clamp(1 - min(p["pick_height_mm"], p["put_height_mm"]) / 1000)
    many = clamp(p.get("repetitions", 1) / 10)
    turned = clamp(p.get("aside_deg", 0) / 90)
    large = clamp(p.get("object_size_mm", 150) / 450)
    return Demand(
        "bend",
        clamp(0.1 + 0.5 * low + 0.3 * many),
        clamp(0.1 + 0.6 * low + 0.2 * turned + 0.1 * large),
    )


def _stand(p: Mapping[str, int]) -> Demand:
    long = clamp(p["duration_s"] / 120)
    narrow = p.get("feet", 0) / 2
    without_rail = 1 - clamp(p.get("rail_left", 0) + p.get("rail_right", 0))
    return Demand(
        "stand",
        clamp(0.1 + 0.6 * long + 0.2 * narrow),
        clamp(0.1 + 0.3 * long + 0.3 * narrow + 0.2 * without_rail),
    )


def _turn(p: Mapping[str, int]) -> Demand:
    far = clamp(p.get("angle_deg", 0) / 120)
    many = clamp(p["turns"] / 20)
    return Demand("turn", clamp(0.1 + 0.4 * far + 0.2 * many), clamp(0.1 + 0.6 * far))


def _walk(p: Mapping[str, int]) -> Demand:
    far = clamp(p["distance_mm"] / 30_000)
    paced = clamp(p.get("steps_per_min", 0) / 130)
    carries = p.get("carry", 0) / 2
    narrow = clamp((1200 - p.get("path_width_mm", 1200)) / 900)
    return Demand(
        "walk",
        clamp(0.1 + 0.5 * far + 0.2 * paced + 0.2 * carries),
        clamp(0.1 + 0.4 * far + 0.2 * narrow + 0.2 * paced + 0.1 * carries),
    )
