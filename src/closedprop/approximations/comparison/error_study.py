r"""The error of every approximation of the registry on the same random networks, one activation at a time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from closedprop.approximations.comparison.evaluate import first_delta, prepared
from closedprop.approximations.comparison.problems import Ensemble, Kind, draw
from closedprop.approximations.comparison.refusals import reason
from closedprop.approximations.comparison.stacked import stacked_answer
from closedprop.approximations.methods import APPROXIMATIONS, Method
from closedprop.errors import ClosedPropError
from closedprop.networks import Activation, activation
from closedprop.networks.distances import angles, norm_errors, quantiles, relative_errors

Row = dict[str, Any]


#: First stages by the weights and biases of the layers and the order; a refusal is kept as an expansion is.
_Expansions = dict[tuple[bytes, bytes, int | None], Any]


_ALIKE = 5  # arbitrary: a refusal of so many first networks in the same words is one of the method, not of the networks

#: True deltas by depth and amplitude.
_Truths = dict[tuple[int, float], np.ndarray]


@dataclass(frozen=True)
class _Place:
    """Where the networks of a kind are looked at, and by which orders: None stands for a method's own."""

    depth: int
    amplitude: float
    order: int | None


def error_study(
    act: str | Activation,
    blocks: Sequence[Mapping[str, Any]],
    draws: int,
    local_depth: int,
    seed: int,
    methods: Mapping[str, Method] = APPROXIMATIONS,
) -> list[Row]:
    r"""Return, for each cell and method, the error of delta^(1) on random networks, and how many were refused and why.

    A block is a product of lists: tied, widths, sigmas, biases, depths, amplitudes, and orders if methods that have an order
    are to run at these and not at their own; with ``residual`` its networks are residual ones. A cell that two blocks contain
    is run once. Networks, centers and amplitudes are those of :mod:`closedprop.approximations.comparison.problems`. ``error`` is
    :math:`|\tilde\delta - \delta| / |\delta|`, ``norm`` :math:`\bigl||\tilde\delta| - |\delta|\bigr| / |\delta|`, ``angle``
    in radians: medians and 5-95 % ranges over the networks that were not refused, empty where all were. ``draws`` counts
    the networks that do not run away and whose true delta does not vanish in double precision; ``refused`` is a share of these,
    ``reason`` the most frequent one. Local methods, which are recursions, run up to the depth ``local_depth``.
    """
    rows: list[Row] = []
    act = activation(act)
    for kind, places in _by_kind(blocks).items():
        ensemble = draw(act, kind, max(place.depth for place in places), draws, seed)
        where = {(place.depth, place.amplitude) for place in places}
        truths = {at: ensemble.truths(ensemble.inputs(at[1]), at[0]) for at in where}
        for method in methods.values():
            if method.residual == kind.residual:
                rows += _rows(ensemble, truths, method, places, local_depth)
    return rows


def _by_kind(blocks: Sequence[Mapping[str, Any]]) -> dict[Kind, list[_Place]]:
    kinds: dict[Kind, dict[_Place, None]] = {}
    for block in blocks:
        for tied, width, sigma_w, sigma_b in product(
            block["tied"], block["widths"], block["sigmas"], block.get("biases", [0.0])
        ):
            kind = Kind(bool(tied), width, sigma_w, sigma_b, bool(block.get("residual", False)))
            places = kinds.setdefault(kind, {})
            for depth, amplitude, order in product(block["depths"], block["amplitudes"], block.get("orders", [None])):
                places[_Place(depth, amplitude, order)] = None
    return {kind: list(places) for kind, places in kinds.items()}


def _rows(ensemble: Ensemble, truths: _Truths, method: Method, places: list[_Place], local_depth: int) -> Iterator[Row]:
    taken: dict[_Place, None] = {}
    for place in places:
        if place.depth <= local_depth or method.closed_in_depth:
            order = None if method.order is None else place.order or method.order
            taken[_Place(place.depth, place.amplitude, order)] = None
    expansions: _Expansions = {}
    for place in taken:
        yield _cell(ensemble, truths, method, place, expansions)


def _cell(ensemble: Ensemble, truths: _Truths, method: Method, place: _Place, expansions: _Expansions) -> Row:
    truth = truths[place.depth, place.amplitude]
    size = np.linalg.norm(truth, axis=1)
    wanted = np.isfinite(size) & (size > 0)
    # What is left out stays at its center, so that no method is slowed down by networks that run away.
    x = np.where(wanted[:, None], ensemble.inputs(place.amplitude), ensemble.centers)
    rough, kept, reasons = _answers(ensemble, method, place, x, np.flatnonzero(wanted), expansions)
    counted = int(wanted.sum())
    kind = ensemble.kind
    row: Row = {
        "activation": ensemble.act.name,
        "method": method.name,
        "closed": int(method.closed_in_depth),
        "order": place.order,
        "usual": int(place.order == method.order),
        "residual": int(kind.residual),
        "tied": int(kind.tied),
        "width": kind.width,
        "sigma_w": kind.sigma_w,
        "sigma_b": kind.sigma_b,
        "depth": place.depth,
        "amplitude": place.amplitude,
        "draws": counted,
        "refused": reasons.total() / counted if counted else None,
        "reason": reasons.most_common(1)[0][0] if reasons else None,
    }
    with np.errstate(all="ignore"):
        for name, distance in (("error", relative_errors), ("norm", norm_errors), ("angle", angles)):
            if len(kept):
                row |= quantiles(name, distance(rough, truth[kept]))
            else:
                row |= dict.fromkeys((f"{name}_median", f"{name}_p05", f"{name}_p95"))
    return row


def _answers(
    ensemble: Ensemble,
    method: Method,
    place: _Place,
    x: np.ndarray,
    wanted: np.ndarray,
    expansions: _Expansions,
) -> tuple[np.ndarray, np.ndarray, Counter[str]]:
    """Return the deltas of a method on the networks wanted, on which it answers, and why it does not on the others."""
    if place.order is not None:
        try:
            stacked = stacked_answer(method.name, ensemble, x, place.depth, place.order)
        except ClosedPropError:
            stacked = None  # a network for which there is no such function: one by one, then
        if stacked is not None:
            kept = wanted[~stacked.outside[wanted]]
            return stacked.delta[kept], kept, Counter(["outside"] * (len(wanted) - len(kept)))
    deltas, answered, reasons, said = [], [], Counter[str](), set()
    for index in map(int, wanted):
        try:
            deltas.append(_delta(ensemble, method, place, index, x[index], expansions))
            answered.append(index)
        except ClosedPropError as error:
            reasons[reason(error)] += 1
            said.add(str(error))
            if reasons.total() == _ALIKE and len(said) == 1 and not answered:
                reasons[reason(error)] = len(wanted)
                break
    return np.array(deltas), np.array(answered, dtype=int), reasons


def _delta(
    ensemble: Ensemble,
    method: Method,
    place: _Place,
    index: int,
    x: np.ndarray,
    expansions: _Expansions,
) -> np.ndarray:
    """Return delta^(1) of a method on one network, through its two stages where it has them."""
    # A residual network is written out, because its step is one over the number of its layers.
    brief = method.closed_in_depth and ensemble.kind.tied and not method.residual
    network = ensemble.network(index, 2 if brief else place.depth)
    weights, biases = (
        b"".join(stack[index].tobytes() for stack in stacks) for stacks in (ensemble.weights, ensemble.biases)
    )
    key = (weights, biases, place.order)
    if method.prepare is not None:
        if key not in expansions:
            try:
                expansions[key] = prepared(method, network, place.order)
            except ClosedPropError as error:
                expansions[key] = error
        if isinstance(expansions[key], ClosedPropError):
            raise expansions[key]
    with np.errstate(all="ignore"):
        return first_delta(method, network, x, ensemble.tops[index], place.depth, place.order, expansions.get(key))
