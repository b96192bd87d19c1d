"""Surfaces by name: which texture, how big its picture is in metres, and whether it shines."""

from __future__ import annotations

from typing import NamedTuple


class Material(NamedTuple):
    """One surface.

    Attributes:
        texture: A file in `assets/textures`, or "" for plain white.
        tile_m: How much of the surface one copy of the texture covers.
        albedo: Its mean linear colour, for the light that it throws back.
        glow: Light of its own instead of the place's.
    """

    texture: str
    tile_m: float
    albedo: tuple[float, float, float]
    glow: float = 0.0


MATERIALS: dict[str, Material] = {
    "planks": Material("planks.png", 2.0, (0.41, 0.26, 0.14)),
    "oak": Material("oak.png", 1.0, (0.47, 0.29, 0.15)),
    "walnut": Material("walnut.png", 1.0, (0.11, 0.05, 0.02)),
    "plaster": Material("plaster.png", 2.0, (0.78, 0.74, 0.67)),
    "white": Material("white.png", 2.0, (0.80, 0.78, 0.74)),
    "carpet": Material("carpet.png", 1.0, (0.40, 0.38, 0.35)),
    "fabric": Material("fabric.png", 0.5, (0.70, 0.70, 0.70)),
    "leaf": Material("leaf.png", 1.0, (0.10, 0.20, 0.06)),
    "rug": Material("rug.png", 1.0, (0.45, 0.36, 0.28)),
    "picture": Material("picture.png", 1.0, (0.5, 0.45, 0.38)),
    "plain": Material("", 1.0, (0.8, 0.8, 0.8)),
    "outside": Material("outside.png", 1.0, (0.9, 0.95, 1.0), glow=1.5),
    "shade": Material("", 1.0, (0.9, 0.8, 0.6), glow=1.0),
}


def material(name: str) -> Material:
    """The material of that name; an unknown one is plain, so that a typing error is seen."""
    return MATERIALS.get(name, MATERIALS["plain"])
