"""Every approximation of a network's delta by name. To add one: its file, its line here, its source, its label."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from closedprop.approximations.cost import (
    Cost,
    amplitude_cost,
    carleman_cost,
    chebyshev_cost,
    critical_cost,
    hermite_cost,
    linearization_cost,
    magnus_cost,
    magnus_frozen_cost,
    minimax_cost,
    moebius_cost,
    pade_cost,
    polynomial_cost,
    surrogate_cost,
)
from closedprop.approximations.depth.amplitude import amplitude, amplitude_expansion
from closedprop.approximations.depth.carleman import carleman, carleman_linearization
from closedprop.approximations.depth.critical import critical, critical_expansion
from closedprop.approximations.depth.linearized import linearization, linearized
from closedprop.approximations.depth.magnus import magnus
from closedprop.approximations.depth.magnus_frozen import magnus_frozen
from closedprop.approximations.depth.moebius import moebius_expansion, moebius_surrogate
from closedprop.approximations.depth.surrogates import surrogate, surrogate_network
from closedprop.approximations.local.chebyshev import chebyshev
from closedprop.approximations.local.hermite import hermite
from closedprop.approximations.local.minimax import minimax
from closedprop.approximations.local.pade import pade
from closedprop.approximations.local.taylor import taylor
from closedprop.networks.residual import ResidualNetwork
from closedprop.scalars import Exact, Invalid, Truncation, nearest


@dataclass(frozen=True)
class Method:
    r"""An approximation of delta^(1).

    ``apply(network, x, delta_top, ...)`` takes the options ``order`` (if the method has one), ``depth`` (if it is closed in
    depth) and its own; it returns a ``Truncation`` or ``Exact`` whose ``value[0]`` is delta^(1). A local method, which is
    still a recursion, gives all deltas. ``order`` is the order taken if none is asked for, None for a method without one.
    ``cost(width, depth, order)`` counts operations (:mod:`closedprop.approximations.cost`). ``prepare(network)``, with
    ``order`` if the method has one, does what needs no input and no depth, once for a network that is tied; what it returns
    has ``delta(x, delta_top, depth)``, which gives delta^(1) alone, as fast as the method can. ``valid`` says where it holds,
    ``replaces`` what it puts in the place of what, in the few words of a table; ``residual`` methods are for residual networks,
    and for no other.
    """

    name: str
    apply: Callable[..., Truncation | Exact]
    closed_in_depth: bool
    order: int | None
    cost: Callable[[int, int, int], Cost]
    source: str
    label: str
    prepare: Callable[..., Any] | None = None
    valid: str = ""
    residual: bool = False
    replaces: str = ""


_LOCAL = "thm:running-bound"  # one bound for every function that takes the place of the activation

APPROXIMATIONS: dict[str, Method] = {
    method.name: method
    for method in (
        Method(
            "taylor",
            taylor,
            False,
            3,
            polynomial_cost,
            "Taylor's theorem",
            _LOCAL,
            valid="in the disc of convergence",
            replaces="f by a Taylor polynomial",
        ),
        Method(
            "pade",
            pade,
            False,
            3,
            pade_cost,
            "Baker & Graves-Morris",
            _LOCAL,
            valid="up to the nearest pole",
            replaces="f by a rational function",
        ),
        Method(
            "chebyshev",
            chebyshev,
            False,
            3,
            chebyshev_cost,
            "Trefethen",
            _LOCAL,
            valid="on an interval",
            replaces="f by an interpolant",
        ),
        Method(
            "minimax",
            minimax,
            False,
            3,
            minimax_cost,
            "Remez",
            _LOCAL,
            valid="on an interval",
            replaces="f by the best polynomial",
        ),
        Method(
            "hermite",
            hermite,
            False,
            3,
            hermite_cost,
            "Szego",
            _LOCAL,
            valid="everywhere, in a mean square",
            replaces="f by a least-squares polynomial",
        ),
        Method(
            "linearization",
            linearization,
            True,
            None,
            linearization_cost,
            "Lyapunov 1892",
            "thm:linearization",
            linearized,
            valid="near a fixed point",
            replaces="slopes by those at the fixed point",
        ),
        Method(
            "amplitude",
            amplitude,
            True,
            3,
            amplitude_cost,
            "Koenigs 1884, Poincare 1879",
            "thm:amplitude",
            amplitude_expansion,
            valid="near a fixed point without resonance",
            replaces="straightening series by polynomials",
        ),
        Method(
            "carleman",
            carleman,
            True,
            3,
            carleman_cost,
            "Carleman 1932",
            "thm:carleman",
            carleman_linearization,
            valid="near a fixed point, resonant or not",
            replaces="the layer by a matrix on monomials",
        ),
        Method(
            "surrogate",
            surrogate,
            True,
            None,
            surrogate_cost,
            "homogeneity",
            "prop:surrogates",
            surrogate_network,
            valid="odd f, biases that cancel f(0)",
            replaces="the layer by a solvable one",
        ),
        Method(
            "moebius_surrogate",
            moebius_surrogate,
            True,
            None,
            moebius_cost,
            "Pade approximants",
            "prop:osculating",
            moebius_expansion,
            valid="one neuron, near a fixed point",
            replaces="the layer by a Moebius map",
        ),
        Method(
            "critical",
            critical,
            True,
            8,
            critical_cost,
            "Abel's equation",
            "cor:critical-delta",
            critical_expansion,
            valid="one neuron, multiplier 1 or -1",
            replaces="Abel's function by its series",
        ),
        Method(
            "magnus",
            magnus,
            False,
            2,
            magnus_cost,
            "Magnus 1954",
            "thm:magnus",
            valid="given the path, for short steps",
            replaces="the product by one exponential",
            residual=True,
        ),
        Method(
            "magnus_frozen",
            magnus_frozen,
            True,
            2,
            magnus_frozen_cost,
            "Magnus 1954",
            "prop:magnus-frozen",
            valid="for a short total time",
            replaces="the path by a straight line",
            residual=True,
        ),
    )
}


def approximate(
    network: Any,
    x: Any,
    delta_top: Any = None,
    method: str = "taylor",
    order: int | None = None,
    depth: int | None = None,
    **options: Any,
) -> Truncation | Exact:
    r"""Return an approximation of delta^(1) in a type that states its error.

    ``delta_top`` is delta^(L), all ones if it is left out: then the loss is the sum of the last preactivations. ``order`` is
    that of the method, its usual one if left out. ``depth`` replaces the depth of a weight-tied network, for methods that are
    closed in depth, so that ``10**6`` layers need not be written down. ``options`` go to the method.
    Shapes: ``x`` (widths[0],), ``delta_top`` (widths[-1],); ``value[0]`` of the result is delta^(1), (widths[0],).
    Raises ``Invalid`` naming the nearest for an unknown method, for a network of the wrong kind, for an order or a
    depth that the method does not take, and what the method raises outside its domain.

    >>> from closedprop.networks import Network
    >>> network = Network([[[0.5, 0.25]]], activation="tanh")
    >>> approximate(network, [0.1, -0.2], [1.0], method="taylor", order=3).order
    4
    """
    if method not in APPROXIMATIONS:
        raise Invalid(f"the approximation {method}", "unknown", nearest(method, APPROXIMATIONS))
    chosen = APPROXIMATIONS[method]
    if chosen.residual != isinstance(network, ResidualNetwork):
        kinds = ("a plain network", "a residual network")
        raise Invalid(
            f"the approximation {method} of {kinds[not chosen.residual]}",
            f"it is for {kinds[chosen.residual]}",
            f"give a {'ResidualNetwork' if chosen.residual else 'Network'}",
        )
    if chosen.order is not None:
        options["order"] = chosen.order if order is None else order
    elif order is not None:
        raise Invalid(f"order {order} of the approximation {method}", "it has no order", "leave it out")
    if chosen.closed_in_depth:
        options["depth"] = network.depth if depth is None else depth
    elif depth is not None:
        raise Invalid(
            f"depth {depth} for the approximation {method}", "it is a recursion", "give a network of that depth"
        )
    top = np.ones(network.widths[-1], dtype=int) if delta_top is None else delta_top
    return chosen.apply(network, x, top, **options)
