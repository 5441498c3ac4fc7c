r"""What every approximation claims about its error, checked: the order by halving h, the bound on random instances."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

import numpy as np

from closedprop.approximations.comparison.problems import Ensemble, Kind, draw
from closedprop.approximations.comparison.refusals import reason
from closedprop.approximations.comparison.scales import measured_order, takes_balls
from closedprop.approximations.comparison.stacked import stacked_answer
from closedprop.approximations.local.catalogue import LOCAL
from closedprop.approximations.methods import APPROXIMATIONS, Method
from closedprop.errors import ClosedPropError
from closedprop.networks import Activation, activation, stream
from closedprop.networks.distances import quantiles
from closedprop.scalars import Exact

Row = dict[str, Any]

#: The columns of a tally.
TALLY = ("instances", "violations", "refused", "ratio_median", "ratio_p05", "ratio_p95")

#: Tied or not, width, sigma_w, sigma_b; and tied networks of one neuron at the critical weight.
_KINDS = (*product((True, False), (1, 3), (0.5, 0.9, 1.3), (0.0, 0.1)), (True, 1, 1.0, 0.0))
_DEPTHS = (2, 3, 4, 6, 8)  # arbitrary
_PATIENCE = 12  # arbitrary: after so many answers without a bound a method has none
_ROUNDING = 1e-13  # tuned: relative rounding of a delta through ten layers, with a factor of a hundred to spare


def laws_study(
    act: str | Activation,
    orders: Sequence[int],
    instances: int,
    local_instances: int,
    seed: int,
    methods: Mapping[str, Method] = APPROXIMATIONS,
) -> list[Row]:
    """Return one row a method and order: predicted and measured order of the error; at its usual order, the tally of the bound.

    ``predicted`` and ``measured`` are empty where the method is exact or refuses (``refusal`` says why). The columns of the
    tally are those of :func:`bound_tally`, with ``local_instances`` for the local methods that run side by side. A method
    without an order has one row.
    """
    act, rows = activation(act), []
    for method in methods.values():
        for order in sorted({*orders, method.order}) if method.order is not None else [None]:
            row: Row = {"activation": act.name, "method": method.name, "order": order}
            row |= {"predicted": None, "measured": None, "refusal": None}
            if takes_balls(method):
                try:
                    found = measured_order(method, act, order)
                    if found is not None:
                        row["predicted"], row["measured"] = found
                except ClosedPropError as error:
                    row["refusal"] = reason(error)
            count = local_instances if method.name in LOCAL else instances
            tally = bound_tally(method, act, order, count, seed) if order == method.order else dict.fromkeys(TALLY)
            rows.append(row | tally)
    return rows


def bound_tally(method: Method, act: Activation, order: int | None, instances: int, seed: int) -> Row:
    r"""Return on how many random instances the bound is below the error of delta^(1) in the 1-norm: 0, if it is a bound.

    An instance is a network of one or three neurons and two to eight layers (a residual one for a method of these), tied or
    (for a method that is not closed in depth) not, with or without biases, ordered to chaotic, and an input at a random
    distance of at most 1 from the center. At least ``instances`` are tried; those that the method refuses, or answers
    without a bound, do not count. Exactness is a bound of 0. ``ratio`` is bound / error, over the instances in which the
    error is above rounding: median and 5-95 % range.
    """
    ratios, counted, violations, refused = [], 0, 0, 0
    for value, truth, bound in _answers(method, act, order, instances, seed):
        if value is None:
            refused += 1
        elif bound is not None:
            error, rounding = np.abs(value - truth).sum(), _ROUNDING * (np.abs(value).sum() + np.abs(truth).sum())
            counted += 1
            violations += not error <= bound + rounding
            if error > 100 * rounding:
                ratios.append(bound / error)
    row: Row = dict.fromkeys(TALLY) | {"instances": counted, "violations": violations, "refused": refused}
    return row | quantiles("ratio", np.array(ratios)) if ratios else row


#: delta^(1) or None for a refusal, the true one, and the bound or None.
_Answer = tuple[np.ndarray | None, np.ndarray, float | None]


def _answers(method: Method, act: Activation, order: int | None, instances: int, seed: int) -> Iterator[_Answer]:
    kinds = [
        Kind(tied, width, sigma_w, sigma_b, method.residual)
        for tied, width, sigma_w, sigma_b in _KINDS
        if tied or not method.closed_in_depth
    ]
    count, without = -(-instances // len(kinds)), 0
    for kind in kinds:
        # One kind alone is critical: the method that is for it gets a larger share there.
        ensemble, depth, x, truths = _problems(act, kind, count * (2 if kind.sigma_w == 1.0 else 1), seed)
        found = _stacked(method, ensemble, x, depth, order) or _singly(method, ensemble, x, depth, order)
        for truth, (value, bound) in zip(truths, found, strict=False):
            if np.isfinite(truth).all() and truth.any():
                yield value, truth, bound
                without += value is not None and bound is None
            if without == _PATIENCE:
                return


@cache
def _problems(act: Activation, kind: Kind, count: int, seed: int) -> tuple[Ensemble, int, np.ndarray, np.ndarray]:
    """Return networks of a kind at a depth, with an input for each, and the true delta^(1)."""
    case = (int(kind.tied), kind.width, round(1000 * kind.sigma_w), round(1000 * kind.sigma_b))
    rng = stream(seed, "approximations", *case, int(kind.residual), 1)
    ensemble, depth = draw(act, kind, max(_DEPTHS), count, seed), int(rng.choice(_DEPTHS))
    x = ensemble.inputs(rng.uniform(0, 1, (count, 1)))
    return ensemble, depth, x, ensemble.truths(x, depth)


def _stacked(
    method: Method, ensemble: Ensemble, x: np.ndarray, depth: int, order: int | None
) -> list[tuple[np.ndarray | None, float | None]] | None:
    """Return delta^(1) and bound of each network; None for a method that does not run side by side."""
    try:
        answer = None if order is None else stacked_answer(method.name, ensemble, x, depth, order)
    except ClosedPropError:
        return None
    if answer is None:
        return None
    bounds = answer.bounds(ensemble, depth)
    return [
        (None, None) if outside else (delta, float(bound))
        for delta, bound, outside in zip(answer.delta, bounds, answer.outside, strict=True)
    ]


def _singly(
    method: Method, ensemble: Ensemble, x: np.ndarray, depth: int, order: int | None
) -> Iterator[tuple[np.ndarray | None, float | None]]:
    options: dict[str, Any] = {} if order is None else {"order": order}
    if method.closed_in_depth:
        options["depth"] = depth
    for index, (z, top) in enumerate(zip(x, ensemble.tops, strict=True)):
        try:
            with np.errstate(all="ignore"):
                result = method.apply(ensemble.network(index, depth), z, top, **options)
        except ClosedPropError:
            yield None, None
        else:
            bound = 0.0 if isinstance(result, Exact) else result.bound
            yield np.asarray(result.value[0], dtype=np.float64), bound
