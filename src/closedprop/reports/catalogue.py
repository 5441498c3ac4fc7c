"""Every figure and table of the paper. To add one: its file in figures/ or tables/, and its line here.

An entry names the results that are drawn, relative to ``results/``; ``{taylor}`` stands for one file for each activation of the
Taylor studies, ``{compared}`` of the comparison of approximations, ``{activation}`` of the table of activations. The file
``figures/<name>.py`` (with underscores) has a function ``draw``, ``tables/<name>.py`` a function ``typeset``; each takes the rows
of the results by their names.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Entry:
    """A figure or a table: the results it shows by the names of its arguments, and its caption in the HTML report."""

    data: Mapping[str, str]
    caption: str


FIGURES: Mapping[str, Entry] = {
    "answer": Entry(
        {
            "evaluations": "unrolled/evaluations.csv",
            "order": "obstructions/order.csv",
            "radicals": "obstructions/radicals.csv",
        },
        "What an expression of delta must evaluate: tanh layers, where back-propagation is the shortest, and a solvable one.",
    ),
    "growth": Entry(
        {"growth": "unrolled/growth.csv"},
        "The size of the unrolled delta over depth: as a tree, with shared subexpressions, and as the recursion.",
    ),
    "linear-accuracy": Entry(
        {"accuracy": "linear/accuracy.csv"},
        "The error of each closed form of a linear network, over the condition of its eigenvectors and over depth.",
    ),
    "squaring": Entry(
        {"squaring": "linear/squaring.csv"},
        "One strongly non-normal weight in rotated bases: repeated squaring loses the digits that the recursion keeps.",
    ),
    "linear-cost": Entry(
        {"cost": "linear/cost.csv"}, "Operations of each closed form of a linear network, relative to the recursion."
    ),
    "scan": Entry(
        {"scan": "linear/scan.csv"}, "Work and depth of the parallel prefix product, and what Akra and Bazzi predict."
    ),
    "residual": Entry(
        {"residual": "linear/residual.csv"}, "The distance of a residual network from its limit, and the proved bound."
    ),
    "conjugacies": Entry(
        {"conjugacies": "solvable/conjugacies.csv"},
        "Solvable layers, and the same layers in the coordinate in which they are a straight or a folded line.",
    ),
    "depth-profiles": Entry(
        {"profiles": "solvable/profiles.csv"}, "Delta over depth: two solvable saturating layers beside tanh."
    ),
    "regions": Entry(
        {"regions": "solvable/regions.csv"},
        "Linear pieces of random ReLU networks along a line, and the most there can be.",
    ),
    "depth-error": Entry(
        {"depths": "solvable/depth.csv"}, "The rounding error of the recursion, against certified closed forms."
    ),
    "horseshoe": Entry(
        {"graph": "obstructions/horseshoe_graph.csv"},
        "Two tanh neurons fold an interval over itself; every further layer doubles the crossings.",
    ),
    "four-worlds": Entry(
        {
            "degree": "obstructions/degree.csv",
            "pieces": "obstructions/pieces.csv",
            "radicals": "obstructions/radicals.csv",
            "order": "obstructions/order.csv",
        },
        "Four worlds, one argument: what a gate can add, and what the recursion reaches with its gates.",
    ),
    "taylor-error": Entry(
        {"errors": "approximations/taylor_errors/{taylor}.csv"},
        "The error of delta when every activation is replaced by its Taylor polynomial.",
    ),
    "width-error": Entry(
        {"errors": "random/width_errors.csv"}, "The error of the mean field, over the width and over the depth."
    ),
    "log-fluctuations": Entry(
        {"laws": "random/finite_width.csv", "samples": "random/finite_width_samples.csv"},
        "The logarithm of a squared gradient at finite width: exact law, normal law, samples.",
    ),
    "lyapunov": Entry(
        {"laws": "random/finite_width.csv", "samples": "random/finite_width_samples.csv"},
        "The Lyapunov spectrum of deep linear networks.",
    ),
    "surrogate-depth": Entry(
        {"depths": "approximations/surrogate_depth.csv"},
        "The error of replaced layers over depth, at a critical weight and beside it.",
    ),
    "approximation-map": Entry(
        {"errors": "approximations/errors/{compared}.csv"}, "Which approximation is best where."
    ),
    "approximation-depth": Entry(
        {"errors": "approximations/errors/{compared}.csv"}, "The error of the approximations over depth."
    ),
    "approximation-slopes": Entry(
        {"laws": "approximations/laws/{compared}.csv"}, "Measured against predicted orders of the approximations."
    ),
    "approximation-pareto": Entry(
        {
            "errors": "approximations/errors/{compared}.csv",
            "costs": "approximations/costs.csv",
            "record": "../reference/bench/approximations.json",
        },
        "What an error costs, in operations and in time.",
    ),
    "mean-field": Entry(
        {"gradients": "random/gradients.csv", "samples": "random/samples.csv"},
        "The squared gradient over the layers of random networks: mean field and samples.",
    ),
    "phases": Entry({"phases": "random/phases.csv"}, "The edge of chaos of eight activations."),
    "depth-scales": Entry({"phases": "random/phases.csv"}, "Depth scales across the edge of chaos."),
    "spectra": Entry(
        {"spectra": "random/spectra.csv", "samples": "random/sampled_spectra.csv"},
        "Spectra of Jacobians: free probability on the histograms of sampled networks.",
    ),
    "quadrature": Entry(
        {"quadrature": "random/quadrature.csv"},
        "Gauss-Hermite quadrature of a saturating slope, against the trapezoid rule.",
    ),
    "rule-110": Entry({"automaton": "obstructions/automaton.csv"}, "Rule 110, written by the deltas of one network."),
}

TABLES: Mapping[str, Entry] = {
    "answers": Entry({"answers": "atlas/answers.json"}, "The answer matrix."),
    "evidence": Entry({"answers": "atlas/answers.json"}, "The evidence of the answer matrix, read again."),
    "approximations": Entry({}, "The approximations."),
    "surrogate-depth": Entry({"depths": "approximations/surrogate_depth.csv"}, "Replaced layers at great depth."),
    "critical-constants": Entry(
        {"constants": "approximations/critical_constants.csv"}, "The constants of delta at critical layers."
    ),
    "approximation-errors": Entry(
        {"errors": "approximations/errors/{compared}.csv"}, "Errors of the approximations, by activation."
    ),
    "approximation-ranges": Entry(
        {"errors": "approximations/errors/{compared}.csv"}, "Errors of the approximations, one change at a time."
    ),
    "approximation-laws": Entry(
        {"laws": "approximations/laws/{compared}.csv"}, "Orders and bounds of the approximations."
    ),
    "approximation-costs": Entry({"costs": "approximations/costs.csv"}, "Operations of the approximations."),
    "bench-depth": Entry(
        {"record": "../reference/bench/approximations.json"},
        "The comment, measured: times at depth a thousand and a million.",
    ),
    "bench-approximations": Entry(
        {"record": "../reference/bench/approximations.json"}, "Measured times of the approximations."
    ),
    "unrolled-product": Entry({"formulas": "unrolled/formulas.csv"}, "Delta unrolled as an ordered product."),
    "unrolled-paths": Entry({"formulas": "unrolled/formulas.csv"}, "Delta unrolled as a sum over paths."),
    "unrolled-blocks": Entry({"formulas": "unrolled/formulas.csv"}, "Delta unrolled as a block back-substitution."),
    "unrolled-substituted": Entry({"formulas": "unrolled/formulas.csv"}, "Delta unrolled, with the forward pass."),
    "growth": Entry({"growth": "unrolled/growth.csv"}, "The size of the unrolled delta."),
    "linear-methods": Entry({}, "The closed forms of linear networks, and the weights they are for."),
    "recurrences": Entry({"recurrences": "linear/recurrences.csv"}, "Recurrences and generating functions of delta."),
    "fibonacci": Entry({"fibonacci": "linear/fibonacci.csv"}, "The deltas of the Fibonacci network."),
    "comment": Entry({"comment": "linear/comment.csv"}, "The formula in the comment, and delta."),
    "linear-accuracy": Entry({"accuracy": "linear/accuracy.csv"}, "Errors of the closed forms of linear networks."),
    "crossovers": Entry({"crossovers": "linear/crossovers.csv"}, "Depths from which on a closed form costs less."),
    "bench": Entry({"record": "../reference/bench/linear.json"}, "Measured times of the closed forms."),
    "families": Entry({"families": "solvable/families.csv"}, "The solvable scalar families."),
    "families-vector": Entry({"families": "solvable/families.csv"}, "The solvable families of several neurons."),
    "families-agreement": Entry({"agreement": "solvable/agreement.csv"}, "Closed forms against the recursion."),
    "bench-normalized": Entry(
        {"record": "../reference/bench/normalized.json"}, "Measured times of normalized networks."
    ),
    "coverage": Entry({"coverage": "solvable/coverage.csv"}, "What the solver finds, and what SymPy finds."),
    "lie": Entry({"lie": "solvable/lie.csv"}, "The layer algebras of activations."),
    "descent": Entry({"descent": "learning/descent.csv"}, "Horseshoes of gradient descent."),
    "degree": Entry({"degree": "obstructions/degree.csv"}, "Degrees of polynomial networks."),
    "pieces": Entry({"pieces": "obstructions/pieces.csv"}, "Linear pieces of networks on a segment."),
    "radicals": Entry({"radicals": "obstructions/radicals.csv"}, "Algebraic degrees of inverse-square-root networks."),
    "counting": Entry({"counting": "obstructions/counting.csv"}, "Real constants that a formula needs."),
    "order": Entry({"order": "obstructions/order.csv"}, "Orders of networks along an input line."),
    "order-gates": Entry({"order": "obstructions/order.csv"}, "Ranks of jets for other gates."),
    "trained-order": Entry({"order": "obstructions/learning_order.csv"}, "The order of trained weights."),
    "circuits": Entry({"circuits": "obstructions/circuits.csv"}, "Circuits and their networks."),
    "circuit-example": Entry({"example": "obstructions/circuit_example.csv"}, "A compiled circuit of three gates."),
    "machines": Entry({"machines": "obstructions/machines.csv"}, "Counter machines and their networks."),
    "machine-example": Entry(
        {"example": "obstructions/machine_example.csv"}, "A compiled machine of four instructions."
    ),
    "ade": Entry({"ade": "obstructions/ade.csv"}, "Differential equations of the functions that straighten a layer."),
    "rule-110": Entry({"layer": "obstructions/automaton_layer.csv"}, "The layer whose deltas are Rule 110."),
    "certificates": Entry({"checked": "certificates/checked.csv"}, "All certificates, each checked."),
    "horseshoes": Entry({"horseshoes": "obstructions/horseshoes.csv"}, "Certified horseshoes."),
    "crossings": Entry({"crossings": "obstructions/crossings.csv"}, "Isolated crossings of two tanh neurons."),
    "recurrence-certificates": Entry(
        {"recurrences": "obstructions/recurrences.csv"}, "Orbits with and without recurrences in the depth."
    ),
    "recurrences-found": Entry({"recurrences": "obstructions/recurrences.csv"}, "Recurrences found from terms."),
    "attracting-orbits": Entry({"attracting": "obstructions/attracting.csv"}, "Layers at a fixed point."),
    "skolem": Entry({"skolem": "obstructions/skolem.csv"}, "Zeros of delta of linear networks."),
    "taylor-errors": Entry(
        {"errors": "approximations/taylor_errors/{taylor}.csv"}, "Errors of delta under Taylor polynomials."
    ),
    "local-rates": Entry({"rates": "approximations/local_rates.csv"}, "Rates of convergence of local approximations."),
    "mean-field": Entry(
        {
            "gradients": "random/gradients.csv",
            "samples": "random/samples.csv",
            "corrections": "random/corrections.csv",
        },
        "Mean field against sampled networks.",
    ),
    "spectra": Entry(
        {"spectra": "random/spectra.csv", "samples": "random/sampled_spectra.csv"},
        "Variances, edges and atoms of the spectra of Jacobians.",
    ),
    "finite-width": Entry({"laws": "random/finite_width.csv"}, "Exact laws of finite width."),
    "bench-simulation": Entry(
        {"record": "../reference/bench/simulation.json"}, "Where the time of sampled networks goes."
    ),
    "critical-gains": Entry({"gains": "random/gains.csv"}, "Critical gains of the usual activations."),
    "gains": Entry({"gains": "random/gains.csv"}, "Critical gains, and the gains of a framework."),
    "published-gains": Entry({"published": "random/published.csv"}, "Published critical gains beside exact ones."),
    "variance-maps": Entry({"maps": "solvable/variance_maps.csv"}, "Variance maps as scalar layers."),
    "approximation-orders": Entry(
        {
            "local": "approximations/local_orders/{compared}.csv",
            "amplitude": "approximations/amplitude_orders.csv",
        },
        "Predicted and measured orders, and errors over the depth.",
    ),
    "activations": Entry({"activations": "activations/{activation}.csv"}, "The activations."),
}


def expanded(pattern: str, stands_for: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the paths that a pattern stands for.

    >>> expanded("orders/{taylor}.csv", {"{taylor}": ["tanh", "erf"]})
    ['orders/tanh.csv', 'orders/erf.csv']
    """
    for key, names in stands_for.items():
        if key in pattern:
            return [pattern.replace(key, name) for name in names]
    return [pattern]


def drawing(name: str) -> Callable[..., Any]:
    """Return the function that draws a figure."""
    return import_module(f"closedprop.reports.figures.{name.replace('-', '_')}").draw


def typesetting(name: str) -> Callable[..., str]:
    """Return the function that typesets a table."""
    return import_module(f"closedprop.reports.tables.{name.replace('-', '_')}").typeset
