r"""Sampled fluctuations at finite width: the logarithm of a squared gradient, and the growth rates of linear products."""

from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import Any

import numpy as np

from closedprop.networks import activation, stream
from closedprop.scalars import Estimate, Invalid
from closedprop.simulation.ensembles import Ensemble
from closedprop.simulation.quantiles import BINS, QuantileSketch
from closedprop.simulation.sampling import LayerStatistics, sample
from closedprop.simulation.statistics import Moments

Row = dict[str, Any]

#: Bins of a sketch that one bar of a histogram gathers.
_BAR = 16


def sampled_log_gradient(name: str, width: int, layers: int, networks: int, seed: int, case: int) -> LayerStatistics:
    r"""Return the statistics of :math:`|\delta^{(1)}|^2` of bias-free networks at critical weights.

    The top delta is random: it is one more layer of the identity.
    """
    act = activation(name)
    critical = 1 / float(np.mean(act(np.array([-1.0, 1.0])) ** 2))
    return sample(Ensemble(name, (width,) * (layers + 1), sqrt(critical)), networks, seed, case)[0]


def sampled_exponents(width: int, steps: int, products: int, seed: int, case: int) -> list[Estimate]:
    r"""Return estimates of the Lyapunov exponents of products of Gaussian matrices, by repeated QR factorization.

    The squared diagonal entries of R are independent chi-squares at every step, because the matrices are invariant under
    rotations: there is no transient to wait for, and all ``steps * products`` factors count.
    Raises ``Invalid`` for no step or no product.

    >>> abs(sampled_exponents(2, steps=50, products=20, seed=1, case=0)[0].z_score(-0.28860783)) < 5
    True
    """
    if min(steps, products) < 1:
        raise Invalid(f"{products} products of {steps} matrices", "none", "give at least 1 of each")
    rng, basis = stream(seed, "random", case, width), np.broadcast_to(np.eye(width), (products, width, width))
    logs = []
    for _ in range(steps):
        basis, upper = np.linalg.qr(rng.standard_normal((products, width, width)) @ basis / sqrt(width))
        logs.append(np.log(np.abs(np.diagonal(upper, axis1=1, axis2=2))))
    values = np.concatenate(logs)
    return [Moments.of(values[:, i]).estimate(seed) for i in range(width)]


def fluctuation_samples(
    laws: Sequence[Mapping[str, Any]], exponents: Sequence[Mapping[str, int]], seed: int
) -> list[Row]:
    """Return sampled laws, a row per number: law, activation, width, layers, samples, quantity, ``at``, value, stderr.

    Each of ``laws`` names activation, width, layers and networks; each of ``exponents`` width, steps and products. Law "log"
    has the moments of the logarithm, "density" its histogram, "lyapunov" the exponents, ``at`` being (i - 1) / n.
    """
    rows: list[Row] = []
    for case, law in enumerate(laws):
        layer = sampled_log_gradient(**law, seed=seed, case=2000 + case)
        logs = layer.log_gradient
        keys = {"activation": law["name"], "width": law["width"], "layers": law["layers"], "samples": law["networks"]}
        mean = logs.estimate(seed)
        for quantity, value, stderr in (
            ("mean", mean.mean, mean.stderr),
            ("variance", logs.variance, logs.variance * sqrt((logs.kurtosis - 1) / logs.n)),
            ("skewness", logs.skewness, None),
            ("survival", layer.survivors / law["networks"], None),
        ):
            rows.append({"law": "log"} | keys | {"quantity": quantity, "at": None, "value": value, "stderr": stderr})
        rows += [{"law": "density"} | keys | bar for bar in _histogram(layer.quantiles)]
    for case, shape in enumerate(exponents):
        width, count = shape["width"], shape["steps"] * shape["products"]
        for i, estimate in enumerate(sampled_exponents(**shape, seed=seed, case=3000 + case)):
            keys = {"law": "lyapunov", "activation": "identity", "width": width, "layers": None, "samples": count}
            rows.append(
                keys | {"quantity": "exponent", "at": i / width, "value": estimate.mean, "stderr": estimate.stderr}
            )
    return rows


def _histogram(sketch: QuantileSketch) -> list[Row]:
    """Return the density of the logarithm of the positive samples, in bars of a quarter of a factor of two."""
    step = log(2) * _BAR / BINS
    bars: dict[int, int] = {}
    for index, count in sketch.counts.items():
        bars[index // _BAR] = bars.get(index // _BAR, 0) + count
    total = sketch.n - sketch.zeros
    return [
        {"quantity": "sampled", "at": (bar + 0.5) * step}
        | {"value": count / total / step, "stderr": sqrt(count * (1 - count / total)) / total / step}
        for bar, count in sorted(bars.items())
    ]
