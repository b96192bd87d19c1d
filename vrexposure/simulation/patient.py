"""What a simulated patient does about what they see: answer, move, watch, wait.

Each situation has a behaviour, a generator that is asked once a frame and dropped as soon as the
View shows another situation. Behaviours drive the body; they never decide for the session.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from vrexposure.core.geometry import Vec3
from vrexposure.core.inputs import Button
from vrexposure.core.panel import layout, option_middle, panel_pose
from vrexposure.core.view import Panel, Phase, PropView, View
from vrexposure.simulation.hands import Crossed, Hold, Point, Push, Rest, Touch
from vrexposure.simulation.load import demand_of
from vrexposure.simulation.motion import FEET_AHEAD_M, LOOK_S, Body
from vrexposure.simulation.person import Person
from vrexposure.simulation.reaching import REACH_ABOUT, Reaching, about
from vrexposure.simulation.situation import Situation, situation_of
from vrexposure.simulation.walking import Walking

PRESS_S = 0.12
GAZE_ANSWERS = 0.15  # share of the answers given by looking alone
REST_OF_PAUSE_S = 4.0
POSTURES = {"caption.sit_down": 0.0, "caption.stand_up": 1.0}
REFUSALS_MOST = 3

Behaviour = Iterator[None]


class Patient:
    """A person in a body before a View."""

    def __init__(self, person: Person, body: Body) -> None:
        self.person = person
        self.body = body
        self.buttons = int(Button.LEFT_ACTIVE | Button.RIGHT_ACTIVE)
        self._mind = person.mind
        self._side = 1 if person.size.right_handed else -1
        self._view = View()
        self._now_s = 0.0
        self._situation = Situation("wait", Phase.LOBBY)
        self._since_s = 0.0
        self._behaviour = self._wait()
        self._chair: PropView | None = None
        self._made = 0

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

    def _go_to_chair(self) -> None:
        chair = self._chair
        x, y = (0.0, 0.0) if chair is None else (chair.x_mm / 1000, chair.y_mm / 1000)
        self.body.stand_at(x, y + FEET_AHEAD_M, self._now_s)

    def _pause(self, seconds: float) -> Behaviour:
        until = self._now_s + seconds
        while self._now_s < until:
            yield

    def _wait(self) -> Behaviour:
        self._settle()
        while True:
            yield

    def _settle(self) -> None:
        """Hands to rest, eyes ahead."""
        self.body.use_hands(Rest(), self._now_s)
        self.body.look(None, self._now_s)

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

    def _sit(self) -> Behaviour:
        now = self._now_s
        if self.body.rise.goal > 0.0:
            self._go_to_chair()
            self.body.use_hands(Push(), now)
            while not (self.body.x_m.done(self._now_s) and self.body.y_m.done(self._now_s)):
                yield
            yield from self._glide(0.0, 2.1)
            self.body.use_hands(Rest(), self._now_s)
        while not self.body.rise.done(self._now_s):
            yield

    def _stand(self) -> Behaviour:
        if self.body.rise.goal < 1.0:
            self.body.use_hands(Push(), self._now_s)
            yield from self._pause(0.7)
            yield from self._glide(1.0, 1.9)
            self.body.use_hands(Rest(), self._now_s)
        while not self.body.rise.done(self._now_s):
            yield

    def _glide(self, rise: float, ordinary_s: float) -> Behaviour:
        duration = ordinary_s * self.person.tempo()
        self.body.go(rise, self._now_s, duration)
        yield from self._pause(duration)

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

    def _left_to_do(self) -> int:
        counter = self._view.counter
        return 0 if counter is None else counter.target - counter.done

    def _get_up(self, parameters: dict[str, int]) -> Behaviour:
        """Sit-to-stand, again and again, until the counter is full or courage is gone."""
        body, person = self.body, self.person
        self._settle()
        yield from self._sit()
        yield from self._pause(person.hesitation_s())
        hands = Crossed() if parameters.get("arms", 0) == 2 else Push()
        pace = parameters.get("pace_per_min", 0)
        refusals, attempts = 0, self._left_to_do() + 4
        while self._left_to_do() > 0 and attempts > 0 and refusals < REFUSALS_MOST:
            began_s = self._now_s
            body.use_hands(hands, began_s)
            yield from self._pause(0.8)
            if not person.dares():
                refusals += 1
                yield from self._give_up()
                continue
            attempts -= 1
            yield from self._glide(1.0, 1.9)
            # The trial may be over before the person sits again: what is felt is felt by now.
            person.exert()
            self._made += 1
            yield from self._pause(self._mind.between(0.5, 0.9))
            yield from self._turn_round(parameters.get("turn_deg", 0))
            yield from self._pause(float(parameters.get("hold_s", 0)))
            yield from self._glide(0.0, 2.1)
            yield from self._pause(self._mind.between(0.5, 0.8))
            if pace:
                yield from self._pause(began_s + 60 / pace - self._now_s)
        body.use_hands(Rest(), self._now_s)
        while True:
            yield

    def _turn_round(self, angle_deg: int) -> Behaviour:
        """Turn to the left, in two goes where it is far, and come back."""
        if not angle_deg:
            return
        eyes = self.body.poses(self._now_s).head.position
        for share in (0.5, 1.0, 0.5, 0.0):
            far = math.radians(min(angle_deg * share, 175.0))
            self.body.look(eyes.plus(Vec3(-3 * math.sin(far), 3 * math.cos(far), 0.0)), self._now_s)
            yield from self._pause(self._mind.between(0.6, 0.9))
        self.body.look(None, self._now_s)

    def _give_up(self) -> Behaviour:
        """A rise that is broken off part of the way, or not begun; then some time to recover."""
        reached = self._mind.between(-0.3, 0.75)
        if reached > 0.1:
            yield from self._glide(reached, 1.6)
            yield from self._glide(0.0, 1.6)
            self.person.exert(0.3)
        self.body.use_hands(Rest(), self._now_s)
        yield from self._pause(self._mind.between(6.0, 12.0))

    def _climb(self, parameters: dict[str, int]) -> Behaviour:
        """Steps in place, or up and down the registered step, left and right in turn."""
        body, person = self.body, self.person
        self._settle()
        yield from self._stand()
        body.stand_at(0.0, 0.0, self._now_s)
        while not (body.x_m.done(self._now_s) and body.y_m.done(self._now_s)):
            yield
        self._take_rails()
        yield from self._pause(person.hesitation_s() + 0.7)
        refusals, steps, attempts = 0, 0, 2 * self._left_to_do() + 8
        while self._left_to_do() > 0 and steps < attempts and refusals < REFUSALS_MOST:
            if steps % 6 == 0 and not person.dares():
                refusals += 1
                yield from self._pause(self._mind.between(6.0, 12.0))
                continue
            while self._view.dim_permille:  # at the end of a flight it is dark for a moment
                yield
            steps += 1
            person.exert(0.2)
            self._made += 1
            yield from self._step(1 if steps % 2 else -1, parameters)
        while True:
            yield

    def _step(self, side: int, parameters: dict[str, int]) -> Behaviour:
        body = self.body
        duration = 0.8 * self.person.tempo()
        real = next((p for p in self._view.props if p.prop == "step" and p.look == "real"), None)
        if real is None:
            # Lifting a knee to a higher step lifts the head more (tried: 3 to 6 cm in place).
            bob_m = 0.030 + 0.15 * parameters.get("riser_mm", 150) / 1000
            body.step(side, bob_m, self._now_s, duration)
            yield from self._pause(duration + self._mind.between(0.08, 0.2))
            return
        climbs = body.climbed_m.goal == 0.0
        body.climbed_m.to(real.height_mm / 1000 if climbs else 0.0, self._now_s, duration + 0.4)
        body.stand_at(0.0, real.y_mm / 1000 if climbs else 0.0, self._now_s)
        yield from self._pause(duration + self._mind.between(1.2, 1.8))

    def _reach(self, parameters: dict[str, int]) -> Behaviour:
        """To the target and back, again and again; a target that moves on is let go."""
        self._settle()
        chair = any(prop.prop == "chair" for prop in self._view.props)
        yield from self._sit() if chair else self._stand()
        if not chair:
            self.body.stand_at(0.0, 0.0, self._now_s)
            while not (self.body.x_m.done(self._now_s) and self.body.y_m.done(self._now_s)):
                yield
        hold_s = parameters.get("hold_ms", 0) / 1000
        reaching = Reaching(self.body, self.person, hold_s, lambda: self._now_s)
        for seconds in reaching.again_and_again(lambda: self._view):
            self._made = reaching.made
            yield from self._pause(seconds)
        while True:
            yield

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

    def _take_rails(self) -> None:
        for prop in self._view.props:
            if prop.look == "real" and prop.prop in ("rail_left", "rail_right"):
                side = -1 if prop.prop == "rail_left" else 1
                hold = Hold(prop.x_mm / 1000, prop.height_mm / 1000)
                self.body.use_hands(hold, self._now_s, only=side)


def _title_place(panel: Panel) -> Vec3:
    """The middle of the panel's title: where eyes rest that do not mean to choose yet."""
    middle, _ = panel_pose(panel)
    return Vec3(middle.x, middle.y, middle.z + layout(panel).title_y)
