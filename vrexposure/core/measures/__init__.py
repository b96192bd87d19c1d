"""Movement in numbers: pure functions of samples, each with its unit, frame and source.

All take samples as three arrays (times, positions, a mask of what was tracked). What was not
tracked is left out and counted, never filled in. What cannot be measured is None, never 0 or NaN.
None of these numbers is a clinical range of motion.
"""
