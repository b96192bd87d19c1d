"""How exposure is left: frozen at once by Stop, then slowly to a plain room; or to the debrief."""

from __future__ import annotations

from vrexposure.core.session.asking import Ready
from vrexposure.core.session.context import NS_PER_MS, Context
from vrexposure.core.view import RigMove, Text, rig_offset

FREEZE_MS = 3000  # DEF: how long everything stands still after Stop
FADE_MS = 4000  # DEF: then, slowly, to the neutral room
STOP_DIM_PERMILLE = 550  # DEF: dark enough to be felt, light enough to see the floor and the chair
DEBRIEF_FADE_MS = 1500  # DEF: from the place to the neutral room when the day's exposure is over


def freeze(c: Context) -> None:
    """Freeze and dim at once; floor, chair and rail stay; no question comes."""
    c.posture = "seated"  # that is where the patient is told to go
    c.see(
        frozen=True,
        dim_permille=STOP_DIM_PERMILLE,
        panel=None,
        caption=Text("caption.stopped"),
        counter=None,
        demonstration=None,
        ambience="",
        stop_hint=False,
        fade_start_ns=c.now_ns + FREEZE_MS * NS_PER_MS,
        fade_to_neutral_ms=FADE_MS,
        rig=still(c.view.rig, c.now_ns),
    )
    c.look_for(panel=None, movement=None)


def fade(c: Context) -> None:
    """Come to the neutral room when the fade is over."""
    view = c.view
    fade_ns = view.fade_to_neutral_ms * NS_PER_MS
    if fade_ns and c.now_ns >= view.fade_start_ns + fade_ns:
        show_neutral(c)


def show_neutral(c: Context) -> None:
    """The neutral room, with light."""
    # The real chair and rail stay drawn where they stand: the patient may be about to sit.
    c.see(
        place="neutral",
        parameters=(),
        rig=RigMove(),
        frozen=False,
        dim_permille=0,
        fade_start_ns=0,
        fade_to_neutral_ms=0,
        counter=None,
        demonstration=None,
    )


def debrief(c: Context) -> Ready:
    """Leave the place slowly, and show what was expected beside what happened."""
    if c.view.place == "neutral":
        show_neutral(c)
    elif not c.view.fade_to_neutral_ms:  # else the fade after a Stop goes on as it is
        c.see(
            fade_start_ns=c.now_ns,
            fade_to_neutral_ms=DEBRIEF_FADE_MS,
            rig=still(c.view.rig, c.now_ns),
            dim_permille=0,
            counter=None,
            demonstration=None,
        )
    c.see(caption=None, ambience="", stop_hint=False)
    body = tuple(c.evidence[-5:]) or (Text("body.debrief_none"),)
    return Ready(*body, question="done", title=Text("title.debrief"))


def still(rig: RigMove, now_ns: int) -> RigMove:
    """The rig where it is, with no more movement."""
    at = rig_offset(rig, now_ns)
    here = (round(at.x * 1000), round(at.y * 1000), round(at.z * 1000))
    return RigMove(from_mm=here, to_mm=here, yaw_mdeg=rig.yaw_mdeg)
