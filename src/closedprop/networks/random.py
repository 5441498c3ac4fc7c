"""Random networks, each from a stream of its own."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from closedprop.networks.activation import Activation
from closedprop.networks.network import Network
from closedprop.scalars import Invalid, nearest

#: The first key of a job's stream; a stage keeps its number for ever, so that its results do.
STAGES = {"unrolled": 0, "linear": 1, "approximations": 2, "random": 3, "obstructions": 4}


def stream(root: int, stage: str, *case: int) -> np.random.Generator:
    """Return the random generator of one case: a function of (root seed, stage, case) and of nothing else.

    Raises ``Invalid`` for an unknown stage.

    >>> [int(stream(7, "linear", 3).integers(1000)) for _ in range(2)]
    [452, 452]
    """
    if stage not in STAGES:
        raise Invalid(f"the random stream of stage {stage}", "unknown", nearest(stage, STAGES))
    return np.random.default_rng(np.random.SeedSequence(root, spawn_key=(STAGES[stage], *case)))


def gaussian_network(
    rng: np.random.Generator,
    widths: Sequence[int],
    sigma_w: float,
    sigma_b: float = 0.0,
    activation: str | Activation = "tanh",
    tied: bool = False,
) -> Network:
    r"""Return a network with independent entries
    :math:`W^{(l)}_{ij} \sim N(0, \sigma_w^2 / N_l)`, :math:`b^{(l)}_i \sim N(0, \sigma_b^2)`; one draw for all layers if tied.

    Shapes: ``widths`` (L,), all equal if tied.
    """
    _check(widths, tied)
    layers = [(widths[0], widths[0])] if tied else list(zip(widths[1:], widths[:-1], strict=True))
    weights = [sigma_w / np.sqrt(fan_in) * rng.standard_normal((fan_out, fan_in)) for fan_out, fan_in in layers]
    biases = [sigma_b * rng.standard_normal(fan_out) for fan_out, _ in layers]
    if tied:
        return Network.tied(weights[0], len(widths), biases[0], activation)
    return Network(weights, biases, activation)


def rational_network(
    rng: np.random.Generator, widths: Sequence[int], activation: str | Activation = "quadratic", tied: bool = False
) -> Network:
    """Return a network whose weights and biases are fractions ``p/q`` with ``|p| <= 6``, ``q <= 4``.

    Shapes: ``widths`` (L,), all equal if tied.
    """
    _check(widths, tied)

    def fractions(*shape: int) -> np.ndarray:
        values = np.empty(shape, dtype=object)
        for index in np.ndindex(shape):
            values[index] = Fraction(int(rng.integers(-6, 7)), int(rng.integers(1, 5)))
        return values

    if tied:
        return Network.tied(fractions(widths[0], widths[0]), len(widths), fractions(widths[0]), activation)
    layers = list(zip(widths[1:], widths[:-1], strict=True))
    return Network([fractions(*shape) for shape in layers], [fractions(shape[0]) for shape in layers], activation)


def _check(widths: Sequence[int], tied: bool) -> None:
    if len(widths) < 2 or min(widths) < 1:
        raise Invalid(f"a network of widths {tuple(widths)}", "too few or empty layers", "give two or more widths >= 1")
    if tied and len(set(widths)) > 1:
        raise Invalid(f"a weight-tied network of widths {tuple(widths)}", "unequal", "give equal widths")
