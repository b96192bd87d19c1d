"""Left against right, by two formulas, because the usual one has a flaw."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symmetry:
    """Left against right of one and the same measure; no frame.

    Attributes:
        index_percent: (left - right) / mean of both * 100; 0 is symmetric, positive more on the
            left (Robinson, Herzog & Nigg 1987, J Manipulative Physiol Ther 10:172, with the sides
            instead of X_R and X_L). Between -200 and 200, so it flattens for large differences.
        log_ratio: ln(left / right): the same size for either side, and not flattened (a symmetry
            measure of gait as the logarithm of a ratio: Plotnik et al. 2005, Ann Neurol 57:656).
    """

    index_percent: float
    log_ratio: float


def symmetry(left: float | None, right: float | None) -> Symmetry | None:
    """Compare two measures of one unit; None unless both were measured and are over 0."""
    if left is None or right is None or not (0 < left < math.inf and 0 < right < math.inf):
        return None
    # Divided first, so that very large and very small measures neither overflow nor vanish.
    ratio = left / right
    if not 0 < ratio < math.inf:
        return None
    return Symmetry(200 * (ratio - 1) / (ratio + 1), math.log(ratio))
