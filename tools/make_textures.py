"""Draw the procedural textures of assets/textures. Needs numpy and pillow; takes some seconds.

Usage: python tools/make_textures.py [folder]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Picture = npt.NDArray[np.float64]


def noise(
    size: int, octaves: int, base: int, seed: int, stretch: tuple[int, int] = (1, 1)
) -> Picture:
    """Tileable value noise, about 0..1; `stretch` multiplies the frequency along x and y."""
    random = np.random.Generator(np.random.PCG64(seed))
    y, x = np.meshgrid(np.arange(size) / size, np.arange(size) / size, indexing="ij")
    out, weight, total = np.zeros((size, size)), 1.0, 0.0
    for octave in range(octaves):
        columns, rows = base * 2**octave * stretch[0], base * 2**octave * stretch[1]
        if max(columns, rows) > size:
            break
        grid = random.random((rows, columns))
        at_x, at_y = x * columns, y * rows
        i, j = at_x.astype(int), at_y.astype(int)
        u, v = at_x - i, at_y - j
        u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
        top = grid[j % rows, i % columns] * (1 - u) + grid[j % rows, (i + 1) % columns] * u
        low = grid[(j + 1) % rows, i % columns] * (1 - u)
        low += grid[(j + 1) % rows, (i + 1) % columns] * u
        out += weight * (top * (1 - v) + low * v)
        total += weight
        weight *= 0.55
    return out / total


def ramp(value: Picture, stops: list[tuple[float, tuple[float, float, float]]]) -> Picture:
    """Colours for values, by straight lines between stops."""
    places = [stop[0] for stop in stops]
    return np.stack(
        [np.interp(value, places, [stop[1][band] for stop in stops]) for band in range(3)], -1
    )


OAK = [(0.0, (0.52, 0.40, 0.29)), (0.5, (0.70, 0.56, 0.41)), (1.0, (0.82, 0.69, 0.53))]
FLOOR = [(0.0, (0.50, 0.39, 0.29)), (0.5, (0.68, 0.55, 0.42)), (1.0, (0.80, 0.68, 0.54))]
WALNUT = [(0.0, (0.20, 0.12, 0.08)), (0.5, (0.36, 0.24, 0.16)), (1.0, (0.50, 0.35, 0.24))]


def grain(size: int, seed: int, tone: float = 0.0) -> Picture:
    """The figure of wood along x, about 0..1: soft rings and fine fibres."""
    broad = noise(size, 4, 2, seed, (1, 4))
    fibre = noise(size, 3, 4, seed + 1, (1, 32))
    rings = 0.5 + 0.5 * np.sin(2 * np.pi * (6 * broad))
    return np.clip(
        0.5 + tone + 0.10 * (rings - 0.5) + 0.35 * (fibre - 0.5) + 0.3 * (broad - 0.5), 0, 1
    )


def planks(size: int, rows: int) -> Picture:
    """Floor boards along x with shifted joints."""
    random = np.random.Generator(np.random.PCG64(5))
    out = np.zeros((size, size, 3))
    height = size // rows
    columns = np.arange(size)
    for row in range(rows):
        joint = int(random.integers(size))
        halves = [
            ramp(grain(size, 100 + 20 * row + 7 * half, random.uniform(-0.14, 0.14)), FLOOR)[
                :height
            ]
            for half in range(2)
        ]
        first = ((columns - joint) % size) < size // 2
        strip = np.where(first[None, :, None], halves[0], halves[1])
        seam = np.ones((height, size))
        seam[0], seam[1] = 0.62, 0.85
        for at in (joint, (joint + size // 2) % size):
            seam[:, at] = 0.65
        out[row * height : (row + 1) * height] = strip * seam[..., None]
    return out


def weave(size: int) -> Picture:
    """A light linen weave, grey so that tints can colour it."""
    y, x = np.meshgrid(np.arange(size), np.arange(size), indexing="ij")
    over = np.where(
        (x // 4 + y // 4) % 2 == 0, np.sin(x % 4 * np.pi / 4), np.sin(y % 4 * np.pi / 4)
    )
    value = 0.82 + 0.07 * over + 0.10 * (noise(size, 5, 8, 31) - 0.5)
    return np.repeat(value[..., None], 3, -1)


def rug(width: int, height: int) -> Picture:
    """A calm woollen rug with two borders."""
    y, x = np.meshgrid(np.linspace(0, 1.7, height), np.linspace(0, 2.4, width), indexing="ij")
    edge = np.minimum(np.minimum(x, 2.4 - x), np.minimum(y, 1.7 - y))
    field, border, line = (0.76, 0.69, 0.60), (0.55, 0.39, 0.33), (0.86, 0.81, 0.73)
    out = np.empty((height, width, 3))
    out[:] = field
    out[edge < 0.22] = line
    out[edge < 0.20] = border
    out[edge < 0.07] = line
    out[edge < 0.05] = border
    wool = noise(1024, 6, 16, 3)[:height, :width]
    fine = np.random.Generator(np.random.PCG64(9)).random((height, width))
    return out * (0.90 + 0.14 * (wool - 0.5) + 0.14 * fine)[..., None]


def hills(width: int, height: int, *, sharp: bool) -> Picture:
    """Sky over soft hills: the view from the window, and the print on the wall."""
    y = np.linspace(1, 0, height)[:, None] * np.ones((1, width))
    x = np.linspace(0, 1, width)[None, :]
    out = ramp(
        y, [(0.35, (0.93, 0.92, 0.88)), (0.6, (0.78, 0.87, 0.94)), (1.0, (0.55, 0.73, 0.90))]
    )
    if sharp:
        out = ramp(
            y, [(0.3, (0.95, 0.88, 0.76)), (0.65, (0.93, 0.80, 0.66)), (1.0, (0.80, 0.70, 0.62))]
        )
        sun = (x * width / height - 1.0) ** 2 + (y - 0.72) ** 2 < 0.008
        out[np.broadcast_to(sun, (height, width))] = (0.98, 0.94, 0.84)
    tones = [(0.76, 0.82, 0.84), (0.66, 0.74, 0.70), (0.56, 0.65, 0.54), (0.50, 0.58, 0.45)]
    if sharp:
        tones = [(0.66, 0.66, 0.64), (0.50, 0.55, 0.55), (0.36, 0.44, 0.47), (0.24, 0.32, 0.37)]
    for index, tone in enumerate(tones):
        crest = 0.50 - 0.09 * index + 0.035 * np.sin(2 * np.pi * ((1.0 + index) * x + 0.31 * index))
        crest = crest + 0.05 * np.sin(2 * np.pi * (2 + index) * x + 1.7 * index)
        if not sharp:
            crest = crest + 0.05 * (noise(1024, 6, 16, 60 + index)[:1, :width] - 0.5)
        below = y < crest
        shade = 0.92 + 0.16 * (noise(1024, 6, 32, 80 + index)[:height, :width] - 0.5) * (not sharp)
        out = np.where(
            below[..., None], np.array(tone) * shade[..., None] if not sharp else tone, out
        )
    if sharp:
        margin = min(width, height) // 9
        frame = np.ones((height, width), bool)
        frame[margin:-margin, margin:-margin] = False
        out[frame] = (0.94, 0.92, 0.88)
    return out


def tinted(colour: tuple[float, float, float], size: int, seed: int, depth: float) -> Picture:
    """One colour with a little unevenness."""
    fine = noise(size, 5, 16, seed)
    return np.array(colour) * (1 - depth / 2 + depth * fine)[..., None]


def main() -> None:
    """Write every texture."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("assets/textures")
    folder.mkdir(parents=True, exist_ok=True)
    speck = np.random.Generator(np.random.PCG64(2)).random((512, 512))[..., None]
    pictures = {
        "planks": planks(1024, 16),
        "oak": ramp(grain(512, 41, 0.05), OAK),
        "walnut": ramp(grain(512, 51), WALNUT),
        "plaster": tinted((0.895, 0.875, 0.835), 512, 3, 0.03),
        "white": tinted((0.91, 0.90, 0.875), 256, 9, 0.02),
        "carpet": tinted((0.66, 0.645, 0.615), 512, 7, 0.10) * (0.90 + 0.2 * speck),
        "fabric": weave(256),
        "leaf": tinted((0.36, 0.49, 0.27), 256, 12, 0.35),
        "rug": rug(720, 512),
        "picture": hills(720, 512, sharp=True),
        "outside": hills(1024, 512, sharp=False),
    }
    for name, picture in pictures.items():
        image = Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8))
        if name == "outside":
            image = image.filter(ImageFilter.GaussianBlur(1.5))
        if name in ("carpet", "rug", "plaster", "white", "fabric", "leaf"):
            image = image.quantize(96, dither=Image.Dither.FLOYDSTEINBERG)
        image.save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
