r"""How many real constants an expression for a generic untied network needs: the rank of the network in its parameters."""

from collections.abc import Mapping, Sequence
from typing import Any

import flint

from closedprop.networks import Activation, Network, activation_from, network_record, stream
from closedprop.networks import activation as named
from closedprop.networks.riccati import riccati_of
from closedprop.networks.symmetries import parameter_count
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.counting import LABEL, sentence
from closedprop.obstructions.weight_gradients import Gradients, jets, points
from closedprop.scalars import Invalid, Unable

DEFAULT_PRIME = 2147483629  # arbitrary: a prime below 2**31 that is no Mersenne prime
_DRAWS = 40  # arbitrary: random networks that are tried for the largest rank


def certify_counting(
    activation: str | Activation | Mapping[str, Any] = "tanh",
    widths: Sequence[int] = (1, 2, 1),
    of: str = "output",
    seed: int = 0,
    prime: int = DEFAULT_PRIME,
) -> Certificate:
    r"""Return a certificate of how many real constants an expression for such a network contains, for almost all weights.

    .. math:: r = \max_{\theta, z_1, \dots, z_m}
              \operatorname{rank} \frac{\partial (f_\theta(z_1), \dots, f_\theta(z_m))}{\partial \theta}
              = \dim \operatorname{span} \{ \partial f_\theta / \partial \theta_i \}

    ``widths`` are N_1, .., N_L; ``of`` is "output", or "gradient" for that of the one output by the input. If f' = g(f) with g
    of degree one or two, the rank is that of the jet along a line at one point; for f a polynomial between kinks it is that of
    the values, or derivatives, at points.
    Error: exact; a rank modulo a prime at random weights is a lower bound at almost all weights.
    Raises ``Invalid`` for another activation, or a gradient of several outputs; ``Unable`` where the rank is 0.
    Source: Lipschitz maps do not raise the dimension.
    Paper: thm:counting.

    >>> [certify_counting(name).data["rank"] for name in ("tanh", "relu")]  # of 7 parameters
    [7, 5]
    """
    f = activation_from("given", dict(activation)) if isinstance(activation, Mapping) else named(activation)
    if of not in ("output", "gradient"):
        raise Invalid(f"the constants of {of}", "unknown", "ask for output or gradient")
    if len(widths) < 2 or min(widths) < 1 or (of == "gradient" and widths[-1] != 1):
        raise Invalid(
            f"the constants of the {of}", f"widths {list(widths)}", "give two or more, for a gradient the last 1"
        )
    parameters = parameter_count(widths)
    # A bias of the output is not seen in a gradient; no bias is, where the gradient is piecewise constant.
    unseen = 0 if of == "output" else sum(widths[1:]) if f.kinks else 1
    found: Gradients | None = None
    for attempt in range(_DRAWS):
        drawn = _drawn(f, widths, of, seed, attempt, prime)
        if found is None or drawn.matrix.rank() > found.matrix.rank():
            found = drawn
        if found.matrix.rank() == parameters - found.symmetries - unseen:
            break
    assert found is not None
    rows, columns = pivots(found.matrix.transpose()), pivots(found.matrix)
    if not columns:
        raise Unable(f"constants of the {of} of {f.name}", "rank 0 in all draws", "take other widths")
    witness = found.witness
    if found.way == "points":  # a certificate needs the points of its minor only
        used = sorted({row // widths[-1] for row in rows})
        rows = [used.index(row // widths[-1]) * widths[-1] + row % widths[-1] for row in rows]
        witness = witness | {name: [witness[name][k] for k in used] for name in ("points", "directions")}
    data = {
        "network": {
            "activation": network_record(Network([[[1]]], activation=f))["activation"],
            "widths": list(widths),
        },
        "of": of,
        "way": found.way,
        "witness": witness,
        "prime": prime,
        "terms": found.terms,
        "parameters": parameters,
        "symmetries": found.symmetries,
        "rank": len(columns),
        "rows": rows,
        "columns": columns,
    }
    return Certificate("counting", sentence(f, widths, of, parameters, len(columns)), Verdict.PROVED, LABEL, data)


def _drawn(f: Activation, widths: Sequence[int], of: str, seed: int, attempt: int, prime: int) -> Gradients:
    rng = stream(seed, "obstructions", 9, attempt, *widths)
    g = None if f.kinks else riccati_of(f)
    if g is not None and (g.linear or g.square):
        return jets(f, g, widths, of, rng, prime)
    return points(f, widths, of, rng, prime)


def pivots(matrix: flint.nmod_mat) -> list[int]:
    """Return the columns of a matrix that are not combinations of those before.

    >>> pivots(flint.nmod_mat(2, 3, [0, 1, 2, 0, 2, 4], 101))
    [1]
    """
    reduced, rank = matrix.rref()
    entries = reduced.tolist()
    return [next(j for j, entry in enumerate(entries[i]) if entry != 0) for i in range(rank)]
