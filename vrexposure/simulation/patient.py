"""What a simulated patient does about what they see: answer, move, watch, wait.

Each situation has a behaviour, a generator that is asked once a frame and dropped as soon as the
View shows another situation. Behaviours drive the body; they never decide for the session.
"""

from __future__ import annotations

from vrexposure.core.geometry import Vec3
from vrexposure.core.inputs import Button
from vrexposure.core.panel import layout, option_middle, panel_pose
from vrexposure.core.view import Panel, Phase, View
from vrexposure.simulation.hands import Point, Rest, Touch
from vrexposure.simulation.lifting import Lifting
from vrexposure.simulation.load import demand_of
from vrexposure.simulation.motion import LOOK_S, Body
from vrexposure.simulation.moves import Behaviour, Moves
from vrexposure.simulation.person import Person
from vrexposure.simulation.reaching import REACH_ABOUT, Reaching, about
from vrexposure.simulation.situation import Situation, situation_of
from vrexposure.simulation.walking import Walking

PRESS_S = 0.12
GAZE_ANSWERS = 0.15  # share of the answers given by looking alone
REST_OF_PAUSE_S = 4.0
POSTURES = {"caption.sit_down": 0.0, "caption.stand_up": 1.0}


class Patient(Moves):
    """A person in a body before a View."""

    def __init__(self, person: Person, body: Body) -> None:
        super().__init__(person, body)
        self.buttons = int(Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE)
        self._side = 1 if person.size.right_handed else -1
        self._situation = Situation("wait", Phase.LOBBY)
        self._since_s = 0.0
        self._behaviour = self._wait()

    def act(self, view: View, now_s: float) -> None:
        """One frame: see, and go on with what is being done about it."""
        self._now_s = now_s
        if view is not self._view:
            self._view = view
            self._see_chair(view)
            situation = situation_of(view)
            if situation != self._situation:
                self._turn_to(situation)
        next(self._behaviour, None)

    def _turn_to(self, situation: Situation) -> None:
        before, self._situation = self._situation, situation
        self._leave(before)
        self._since_s = self._now_s
        self.buttons = int(Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE)
        self.body.unrest.to(1.0, self._now_s, 0.5)
        self.body.come_up(self._now_s)
        demand = demand_of(self._view)
        if demand is not None:
            self.person.consider(demand)
        self._behaviour = self._begin(situation)

    def _leave(self, before: Situation) -> None:
        """What the situation that is over has done to the person."""
        goes_on = self._view.phase in (Phase.RUNNING, Phase.DEBRIEF)
        if before.doing != "move":
            self.person.rest(self._now_s - self._since_s)
        elif goes_on:
            self.person.conclude(self._made, before.about if isinstance(before.about, int) else 0)
        if before.doing == "watch" and goes_on:
            self.person.watch()

    def _begin(self, situation: Situation) -> Behaviour:
        match situation.doing:
            case "ask":
                assert self._view.panel is not None
                return self._answer(self._view.panel)
            case "read":
                return self._read()
            case "move":
                self._made = 0
                self.person.begin_trial()
                parameters = dict(self._view.parameters)
                if "risers" in parameters:
                    return self._climb(parameters)
                if "distance_mm" in parameters:
                    return self._walk()
                if "flexion_deg" in parameters:
                    return self._reach(parameters)
                if "pick_height_mm" in parameters:
                    return self._lift(parameters)
                if "duration_s" in parameters:
                    return self._stay(parameters)
                if "turns" in parameters:
                    return self._turn(parameters)
                return self._get_up(parameters)
            case "told":
                return self._told(str(situation.about))
            case "safe":
                return self._safe()
            case "watch" | "wait":
                return self._wait()

    def _see_chair(self, view: View) -> None:
        """Sit where the registered chair stands, and as high, as long as sitting at all."""
        for prop in view.props:
            if prop.prop == "chair" and prop.look == "real" and prop != self._chair:
                self._chair = prop
                self.body.has_arms = prop.has_arms
                self.body.seat_m.to(prop.height_mm / 1000, self._now_s, 1.5)
                if self.body.rise.goal == 0.0:
                    self._go_to_chair()

    def _wait(self) -> Behaviour:
        self._settle()
        while True:
            yield

    def _read(self) -> Behaviour:
        self.body.use_hands(Rest(), self._now_s)
        if self._view.panel is not None:
            self.body.look(panel_pose(self._view.panel)[0], self._now_s)
        while True:
            yield

    def _told(self, key: str) -> Behaviour:
        self._settle()
        if key in ("caption.sit_still", "caption.sit_down"):
            yield from self._sit()
        elif key in ("caption.stand_still", "caption.stand_up"):
            yield from self._stand()
        elif key in REACH_ABOUT:
            yield from self._reach_about(REACH_ABOUT[key])
        if key.endswith("_still"):
            self.body.unrest.to(0.2, self._now_s, 0.5)
        while True:
            yield

    def _reach_about(self, side: int) -> Behaviour:
        """Ahead, up, aside and across, slowly and with a straight back."""
        for place in about(self.body, side, self._now_s):
            self.body.use_hands(Touch(place), self._now_s, only=side)
            yield from self._pause(self._mind.between(1.3, 1.7))
        self.body.use_hands(Rest(), self._now_s)

    def _safe(self) -> Behaviour:
        """Sit down where there is a chair behind; else stay as one is."""
        self._settle()
        yield from self._pause(1.0)
        if self._chair is not None and self.body.rise.goal > 0.0:
            yield from self._sit()
        while True:
            yield

    # Answering.

    def _answer(self, panel: Panel) -> Behaviour:
        body = self.body
        body.use_hands(Rest(), self._now_s)
        body.look(_title_place(panel), self._now_s)
        caption = self._view.caption.key if self._view.caption is not None else ""
        if POSTURES.get(caption) == 0.0:
            yield from self._sit()
        elif POSTURES.get(caption) == 1.0:
            yield from self._stand()
        if self._view.phase is Phase.PAUSED:
            yield from self._pause(REST_OF_PAUSE_S)
        while True:
            yield from self._pause(self._mind.between(0.8, 2.0))
            option = self._choice(panel)
            if option is not None:
                break
            yield from self._pause(self._mind.between(35.0, 60.0))
        if self._mind.happens(GAZE_ANSWERS):
            body.unrest.to(0.1, self._now_s, 0.3)
            body.look(option_middle(panel, option), self._now_s)
            yield from self._pause(LOOK_S + 4.0)
        while True:
            yield from self._press(panel, option)
            # Still here: not taken. Look again, then press again.
            body.use_hands(Rest(), self._now_s, only=self._side)
            yield from self._pause(self._mind.between(0.8, 1.5))

    def _choice(self, panel: Panel) -> int | None:
        """The index of the option that is taken, None: no answer is given."""
        values = [option.value for option in panel.options]
        if not self.person.knows(panel.question):
            # Of "go on" and "finish", the first.
            return values.index(min(values))
        value = self.person.say(panel.question, values)
        return None if value is None else values.index(value)

    def _press(self, panel: Panel, option: int) -> Behaviour:
        target = option_middle(panel, option)
        hand = self.body.hand(self._side)
        self.body.look(target, self._now_s)
        self.body.use_hands(Point(target), self._now_s, only=self._side)
        while not hand.is_there(self._now_s):
            yield
        yield from self._pause(self._mind.between(0.2, 0.4))
        select = Button.RIGHT_SELECT if self._side > 0 else Button.LEFT_SELECT
        self.buttons |= int(select)
        yield from self._pause(PRESS_S)
        self.buttons &= ~int(select)
        yield from self._pause(1.0)

    # Moving.

    def _reach(self, parameters: dict[str, int]) -> Behaviour:
        """To the target and back, again and again; a target that moves on is let go."""
        yield from self._take_place()
        hold_s = parameters.get("hold_ms", 0) / 1000
        reaching = Reaching(self.body, self.person, hold_s, lambda: self._now_s)
        for seconds in reaching.again_and_again(lambda: self._view):
            self._made = reaching.made
            yield from self._pause(seconds)
        while True:
            yield

    def _lift(self, parameters: dict[str, int]) -> Behaviour:
        """The thing from place to place, with one hand or both."""
        yield from self._take_place()
        lifting = Lifting(self.body, self.person, self._side, parameters)
        for seconds in lifting.again(self._mind, lambda: (self._view, self._now_s)):
            self._made = lifting.made
            yield from self._pause(seconds)
        while True:
            yield

    def _take_place(self) -> Behaviour:
        """Sit where there is a chair, else stand in the middle."""
        self._settle()
        chair = any(prop.prop == "chair" for prop in self._view.props)
        yield from self._sit() if chair else self._stand_on_spot()

    def _walk(self) -> Behaviour:
        self._settle()
        yield from self._stand()
        walking = Walking(
            self.body, self.person, lambda: (self._view, self._now_s), self._take_step
        )
        yield from walking.go()
        while True:
            yield

    def _take_step(self) -> None:
        self._made += 1


def _title_place(panel: Panel) -> Vec3:
    """The middle of the panel's title: where eyes rest that do not mean to choose yet."""
    middle, _ = panel_pose(panel)
    return Vec3(middle.x, middle.y, middle.z + layout(panel).title_y)
