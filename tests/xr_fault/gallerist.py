"""The part of the fault runtime that lends pictures, and says what the lenses hide of them."""

from __future__ import annotations

import ctypes
import time
import typing
from collections.abc import Sequence
from dataclasses import dataclass

import xr
from typing_extensions import override

from tests.xr_fault.bodies import Handle, Pointer
from tests.xr_fault.control import R, number_of, served
from tests.xr_fault.progress import Progress, give

TEXTURES = (11, 12, 13)
PATIENCE_NS = 2_000_000_000

Mask = tuple[Sequence[tuple[float, float]], Sequence[int]]
"""Corners as tangents, and indices."""


class Gallery(typing.Protocol):
    """Whoever makes real textures, in the program's OpenGL context."""

    def hang(self, count: int, width_px: int, height_px: int, kind: int) -> Sequence[int]:
        """So many textures of a sized format; their names."""
        ...

    def take_down(self, names: Sequence[int]) -> None:
        """Delete them."""
        ...


@dataclass
class Chain:
    """One swapchain: its size, its textures, which comes next, and whether one is lent."""

    size_px: tuple[int, int]
    kind: int
    textures: Sequence[int]
    next: int = 0
    lent: bool = False
    released: int = 0


class DepthTold(typing.NamedTuple):
    """What a layer told of one eye's depth."""

    near_z: float
    far_z: float
    min_depth: float
    max_depth: float
    format: int


class Gallerist(Progress):
    """Swapchains and masks.

    Attributes:
        gallery: Makes real textures; without one their names are made up.
        chains: Each swapchain that was made and not destroyed, by handle.
        refuses_wider_px: Pictures wider than this are refused when they are made.
        masks: Eye -> what is hidden; missing: nothing.
        pieces: Eye, swapchain's size, left edge and width for each view of the last layer.
        depths: For each frame with a layer what it told of each eye's depth; none: [].
    """

    def __init__(self) -> None:
        super().__init__()
        self.gallery: Gallery | None = None
        self.chains: dict[int, Chain] = {}
        self.refuses_wider_px = 1 << 20
        self.masks: dict[int, Mask] = {}
        self.pieces: list[tuple[int, tuple[int, int], int, int]] = []
        self.depths: list[list[DepthTold]] = []

    @property
    def lent(self) -> bool:
        """Whether the program has any picture in hand."""
        return any(chain.lent for chain in self.chains.values())

    @override
    def let_go(self) -> None:
        super().let_go()
        for chain in self.chains.values():
            chain.lent = False

    @served
    def enumerate_environment_blend_modes(
        self, _i: Handle, _system: int, _view: int, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        give([int(xr.EnvironmentBlendMode.OPAQUE)], capacity, count, out)

    @served
    def enumerate_swapchain_formats(
        self, _session: Handle, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        give(self.formats, capacity, count, out)

    @served
    def create_swapchain(self, _session: Handle, info: Pointer, out: Pointer) -> int | None:
        size = (int(info[0].width), int(info[0].height))
        if info[0].format not in self.formats:
            return self.breach("a format of its own", R.ERROR_SWAPCHAIN_FORMAT_UNSUPPORTED)
        if size[0] > self.largest_px[0] or size[1] > self.largest_px[1]:
            return self.breach("a picture that is too large", R.ERROR_VALIDATION_FAILURE)
        if size[0] > self.refuses_wider_px:
            return int(R.ERROR_RUNTIME_FAILURE)
        names: Sequence[int] = tuple(10 * len(self.chains) + name for name in TEXTURES)
        if self.gallery is not None:
            names = self.gallery.hang(len(TEXTURES), *size, int(info[0].format))
        self.make("swapchain", out)
        handle = ctypes.cast(out, ctypes.POINTER(ctypes.c_uint64))[0]
        self.chains[handle] = Chain(size, int(info[0].format), names)
        return None

    @served
    def destroy_swapchain(self, swapchain: Handle) -> None:
        self.unmake(swapchain)
        chain = self.chains.pop(number_of(swapchain))
        if self.gallery is not None:
            self.gallery.take_down(chain.textures)

    @served
    def enumerate_swapchain_images(
        self, swapchain: Handle, capacity: int, count: Pointer, out: Pointer
    ) -> None:
        textures = self.chains[number_of(swapchain)].textures
        count[0] = len(textures)
        images = ctypes.cast(out, ctypes.POINTER(xr.SwapchainImageOpenGLKHR))
        for index in range(min(capacity, len(textures))):
            images[index].image = textures[index]

    @served
    def acquire_swapchain_image(
        self, swapchain: Handle, _info: Pointer, out: Pointer
    ) -> int | None:
        chain = self.chains[number_of(swapchain)]
        if chain.lent:
            return self.breach("acquired twice", R.ERROR_CALL_ORDER_INVALID)
        chain.lent = True
        out[0] = chain.next
        chain.next = (chain.next + 1) % len(chain.textures)
        return None

    @served
    def wait_swapchain_image(self, _swapchain: Handle, info: Pointer) -> int | None:
        if info[0].timeout > PATIENCE_NS:
            return self.breach("waited without an end for a picture", R.ERROR_VALIDATION_FAILURE)
        if self.hangs:
            time.sleep(info[0].timeout / 1e9)
            return int(R.TIMEOUT_EXPIRED)
        return None

    @served
    def release_swapchain_image(self, swapchain: Handle, _info: Pointer) -> int | None:
        chain = self.chains[number_of(swapchain)]
        if not chain.lent:
            return self.breach("released nothing", R.ERROR_CALL_ORDER_INVALID)
        chain.lent = False
        chain.released += 1
        return None

    def judge_layer(self, views: Sequence[typing.Any]) -> None:
        """Note where each view's picture and depth are, and what is wrong with that."""
        self.pieces.clear()
        told = []
        for eye, view in enumerate(views):
            chain = self._shown(view.sub_image, "picture")
            area = view.sub_image.image_rect
            self.pieces.append((eye, chain.size_px, area.offset.x, area.extent.width))
            if not view._next:
                continue
            info = ctypes.cast(view._next, ctypes.POINTER(xr.CompositionLayerDepthInfoKHR))[0]
            if "XR_KHR_composition_layer_depth" not in self.extensions:
                self.breach("depth that nobody asked for", 0)
            depth = self._shown(info.sub_image, "depth")
            same = (area.offset.x, area.extent.width, area.extent.height)
            its = info.sub_image.image_rect
            if (its.offset.x, its.extent.width, its.extent.height) != same:
                self.breach("depth of another part", 0)
            told.append(
                DepthTold(info.near_z, info.far_z, info.min_depth, info.max_depth, depth.kind)
            )
        self.depths.append(told)

    def _shown(self, image: typing.Any, what: str) -> Chain:
        chain = self.chains[number_of(image.swapchain)]
        area = image.image_rect
        if not chain.released:
            self.breach(f"a {what} that was never released", R.ERROR_LAYER_INVALID)
        if (
            min(area.offset.x, area.offset.y) < 0
            or area.offset.x + area.extent.width > chain.size_px[0]
            or area.offset.y + area.extent.height > chain.size_px[1]
        ):
            self.breach(f"a {what} beyond its edge", R.ERROR_SWAPCHAIN_RECT_INVALID)
        return chain

    # Masks

    @served
    def get_visibility_mask_khr(
        self, _session: Handle, _views: int, eye: int, kind: int, out: Pointer
    ) -> int | None:
        if kind != xr.VisibilityMaskTypeKHR.HIDDEN_TRIANGLE_MESH:
            return self.breach("another kind of mask", R.ERROR_VALIDATION_FAILURE)
        corners, indices = self.masks.get(eye, ((), ()))
        mask = out[0]
        mask.vertex_count_output, mask.index_count_output = len(corners), len(indices)
        if not mask.vertex_capacity_input and not mask.index_capacity_input:
            return None
        if mask.vertex_capacity_input < len(corners) or mask.index_capacity_input < len(indices):
            return int(R.ERROR_SIZE_INSUFFICIENT)
        for number, (right, up) in enumerate(corners):
            mask.vertices[number].x, mask.vertices[number].y = right, up
        for number, index in enumerate(indices):
            mask.indices[number] = index
        return None

    def change_mask(self, eye: int, mask: Mask) -> None:
        """Hide another part, and say so."""
        self.masks[eye] = mask
        self.send(
            xr.EventDataVisibilityMaskChangedKHR(
                view_configuration_type=xr.ViewConfigurationType.PRIMARY_STEREO, view_index=eye
            )
        )
