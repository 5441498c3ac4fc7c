"""Which layers have a conjugating function that solves an algebraic differential equation within bounds: the table."""

from typing import Any

from closedprop.obstructions.differential.certify import certify_ade
from closedprop.obstructions.differential.written import written

#: Activation, layer, function. Weights and biases are chosen so that there is a rational fixed point.
CASES: tuple[tuple[str, str, str], ...] = (
    ("tanh", "tanh(z)/2", "koenigs"),
    ("tanh", "3*tanh(z)", "poincare"),
    ("tanh", "tanh(z)", "itlog"),
    ("sigmoid", "1/(1 + exp(-z)) - 1/2", "koenigs"),
    ("sigmoid", "8/(1 + exp(-z)) - 4", "poincare"),
    ("erf", "sqrt(pi)*erf(z)/4", "koenigs"),
    ("erf", "erf(z)", "poincare"),
    ("gelu", "z*erfc(-z/sqrt(2))/2", "koenigs"),
    ("gelu", "3*z*erfc(-z/sqrt(2))/2", "poincare"),
    ("silu", "z/(1 + exp(-z))", "koenigs"),
    ("silu", "3*z/(1 + exp(-z))", "poincare"),
    ("arctan", "atan(z)/2", "koenigs"),
    ("sin", "sin(z)/2", "koenigs"),
    ("sin", "2*sin(z)", "poincare"),
    ("sin", "sin(z)", "itlog"),
    ("exp", "(exp(z) - 1)/2", "koenigs"),
    ("exp", "2*(exp(z) - 1)", "poincare"),
    ("exp", "exp(z) - 1", "itlog"),
    ("softplus", "3*log((1 + exp(z))/2)", "poincare"),
    ("softplus", "2*log((1 + exp(z))/2)", "itlog"),
    ("softplus", "log((1 + exp(z))/2)", "koenigs"),
    ("softplus", "log((1 + exp(z))/2)/2", "koenigs"),
    ("logistic", "z*(1 - z)/2", "koenigs"),
    ("logistic", "5*z*(1 - z)/2", "poincare"),
    ("logistic", "3*z*(1 - z)", "poincare"),
    ("logistic", "2*z*(1 - z)", "koenigs"),
    ("logistic", "4*z*(1 - z)", "koenigs"),
    ("logistic", "4*z*(1 - z)", "poincare"),
    ("quadratic", "z**2 + 3/16", "koenigs"),
    ("quadratic", "z**2 + z", "itlog"),
    ("quadratic", "z**2", "koenigs"),
    ("quadratic", "z**2 - 2", "koenigs"),
    ("isru", "z/sqrt(1 + z**2) + 3/20", "koenigs"),
    ("isru", "z/(2*sqrt(1 + z**2))", "koenigs"),
    ("isru", "z/sqrt(1 + z**2)", "itlog"),
    ("moebius", "(2*z + 3)/(z + 4)", "koenigs"),
    ("softsign, z > 0", "z/(2*(1 + z))", "koenigs"),
    ("softsign, z > 0", "z/(1 + z)", "itlog"),
)


def ade_study(order: int, degree: int, coefficient_degree: int, seed: int) -> list[dict[str, Any]]:
    """Return a row for each of :data:`CASES`.

    Columns: activation, map, fixed_point, function, multiplier, order, degree, coefficient_degree, columns, rank, verdict,
    equation, verified, prime, terms. ``verified`` is the number of terms to which the equation was verified over the
    rationals; it is proved where the verdict is REFUTED.
    Error: exact.    Cost: a rank of a matrix of about columns rows and columns for each.
    """
    rows = []
    for activation, layer, function in CASES:
        certificate = certify_ade(
            layer, function=function, order=order, degree=degree, coefficient_degree=coefficient_degree, seed=seed
        )
        data = certificate.data
        names = ("fixed_point", "function", "multiplier", "order", "degree", "coefficient_degree", "columns", "rank")
        row = {"activation": activation, "map": layer} | {name: data[name] for name in names}
        row |= {"verdict": str(certificate.verdict), "equation": written(data), "verified": data["verified"] or ""}
        rows.append(row | {"prime": data["prime"], "terms": data["terms"]})
    return rows
