"""Strangers: people whom no detector has met, moving in made-up but lifelike ways.

What these are for: every detector of a movement is tuned on the generators of its own author and
could fit their habits rather than people's. The movement here is written independently, from the
literature on how people rise, step, reach, bend, stand, walk and turn, and it judges the
detectors: the final figures (exact counts, false repetitions, timing) come from these recordings.

The rule: nothing here imports, reads or is tuned to a detector, and no other generator of movement
is reused. Only numpy, the standard library, `vrexposure.core.inputs` and `vrexposure.core.geometry`
are imported; a test holds us to it. When a detector fails here, the detector is wrong or a law of
movement is broken here that a source can show; "it does not fit the detector" is no reason for a
change. Half of all recordings and more than half of the kinds of movement must *not* count.

How it works: a seeded person (body from published segment ratios, age, guarding, laterality,
habits) acts a score of overlapping submovements over joints, hands and feet. Forward kinematics
turn the score into the poses of headset, hands and trackers at any times, so that the same movement
can be seen through any device: `record(family, seed, quality=..., counts=...)`. `deeds` tell what
really happened, `facts` what a clinic would have measured before, with its error.
"""

from tests.strangers.accounts import Deed, Facts, Place, Recording, Seat
from tests.strangers.catalogue import FAMILIES, free_movement, record, true_motion
from tests.strangers.degrade import QUALITIES

__all__ = [
    "FAMILIES",
    "QUALITIES",
    "Deed",
    "Facts",
    "Place",
    "Recording",
    "Seat",
    "free_movement",
    "record",
    "true_motion",
]
