"""Why an approximation refuses a problem, in a word or two: what the reports count."""

from closedprop.errors import ClosedPropError

#: The first pattern that occurs in the message names the reason.
REASONS: dict[str, tuple[str, ...]] = {
    "kinks": ("kink",),
    "untied": ("tied", "differ from layer to layer"),
    "resonance": ("resonan",),
    "no residual network": ("residual",),
    "width": ("neurons", "width", "scalar"),
    "multiplier": ("multiplier", "eigenvalue", "defective"),
    "outside": ("converge", "radius", "outside", "disc", "interval", "reach", "petal"),
    "no fixed point": ("fixed point",),
    "no such form": ("surrogate", "no closed form", "not worked out"),
}


def reason(error: ClosedPropError) -> str:
    """Return the reason of a refusal; "other" where no pattern fits.

    >>> from closedprop.errors import Unable
    >>> reason(Unable("the series", "z = 2 is outside the disc", "start nearer"))
    'outside'
    """
    text = f"{error.asked}: {error.found}".lower()
    return next((name for name, words in REASONS.items() if any(word in text for word in words)), "other")
