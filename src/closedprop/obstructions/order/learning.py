r"""The order of the weights after some steps of gradient descent, as functions of a parameter of the initial weights."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import flint

from closedprop.algebra.dual import Dual
from closedprop.networks.gates import Gate, gate_of
from closedprop.networks.random import stream
from closedprop.networks.registry import ACTIVATIONS
from closedprop.obstructions.order.certify import PRIME_62
from closedprop.obstructions.order.modular import Draw
from closedprop.obstructions.order.series import Series, states_along
from closedprop.scalars import Invalid

_STREAM = 9  # arbitrary: the number of these random numbers among those of the obstructions
_SPARE = 2  # arbitrary: points beyond the number of functions

#: Hidden neurons, data points and steps of the rows of the table.
SIZES = ((1, 1, 4), (2, 1, 2), (1, 2, 2), (2, 2, 2), (1, 1, 16), (3, 3, 3))

#: Returns the neuron of step s, hidden unit i and data point d from its preactivation.
Neuron = Callable[[int, int, int, Any], Any]


@dataclass(frozen=True)
class Descent:
    r"""Gradient descent on :math:`J = \frac12 \sum_d (\sum_i v_i \tanh(w_i x_d) - y_d)^2`, modulo a prime.

    .. math:: w_i \leftarrow w_i - \eta \sum_d r_d\, v_i\, (1 - T_{id}^2)\, x_d, \quad
              v_i \leftarrow v_i - \eta \sum_d r_d\, T_{id}, \qquad T_{id} = \tanh(w_i x_d), \quad r_d = \sum_i v_i T_{id} - y_d

    The initial weights are ``start[i] + t * course[i]``, pairs (w_i, v_i); inputs, targets, rate, start and course are residues
    that stand for algebraically independent numbers.
    """

    prime: int
    inputs: list[int]
    targets: list[int]
    rate: int
    start: list[tuple[int, int]]
    course: list[tuple[int, int]]

    @classmethod
    def drawn(cls, hidden: int, data: int, prime: int, draw: Draw) -> "Descent":
        """Return gradient descent with random residues."""
        pairs = [[(draw(), draw()) for _ in range(hidden)] for _ in range(2)]
        return cls(prime, [draw() for _ in range(data)], [draw() for _ in range(data)], draw(), *pairs)

    def run(self, steps: int, t: Any, neuron: Neuron) -> list[list[tuple[Any, Any]]]:
        """Return the weights (w_i, v_i) before each step and after the last, over the ring of t and of the neurons."""
        weights = [(t * b + a, t * d + c) for (a, c), (b, d) in zip(self.start, self.course, strict=True)]
        history = [weights]
        for s in range(steps):
            values = [[neuron(s, i, d, w * x) for d, x in enumerate(self.inputs)] for i, (w, _) in enumerate(weights)]
            residuals = [
                sum((v * row[d] for (_, v), row in zip(weights, values, strict=True)), -y)
                for d, y in enumerate(self.targets)
            ]
            weights = [
                (
                    w
                    - _total(r * (1 - T * T) * x for r, T, x in zip(residuals, row, self.inputs, strict=True))
                    * v
                    * self.rate,
                    v - _total(r * T for r, T in zip(residuals, row, strict=True)) * self.rate,
                )
                for (w, v), row in zip(weights, values, strict=True)
            ]
            history.append(weights)
        return history


@dataclass(frozen=True)
class Trained:
    """What is known of the order of a trained weight: the order is ``variables`` if all three ranks are full."""

    variables: int
    independent: bool
    jet_rank: int
    span: int

    @property
    def order(self) -> int | None:
        """The order, where it is proved."""
        return self.jet_rank if self.independent and self.jet_rank == self.variables else None


def trained_order(hidden: int, data: int, steps: int, of: str = "w", prime: int = PRIME_62, seed: int = 0) -> Trained:
    r"""Return the order of the first hidden ("w") or output ("v") weight after ``steps`` steps, as a function of t.

    .. math:: \operatorname{ord}(w_S) = \operatorname{ord}(v_S) = H P S

    for H hidden neurons, P data points and S steps. Here it is found for algebraically independent inputs, targets, rate and
    line of initial weights. The neurons :math:`T_{sid}` of all steps and t are algebraically independent, by Ax's theorem, if the
    weights :math:`w_{is}`, 1 <= s < S, are linearly independent over C together with 1 and t; this is the rank of their values at
    random points. The rank of the jets is then a lower bound of the order, and the number of neurons is an upper one.
    Error: exact.    Cost: H P S passes through all steps, over series of H P S terms.
    Raises ``Invalid`` for no neurons, data or steps, or another weight.
    Source: Ax, Annals of Math. 93 (1971) 252-268.
    Paper: thm:trained-order.

    >>> trained_order(2, 1, 2)
    Trained(variables=4, independent=True, jet_rank=4, span=4)
    """
    if min(hidden, data, steps) < 1 or of not in ("w", "v"):
        raise Invalid(
            f"the order of {of!r} after {steps} steps with {hidden} neurons and {data} data points",
            "nothing to train",
            "give at least one of each, and w or v",
        )
    rng = stream(seed, "obstructions", _STREAM, hidden, data, steps)
    gate = gate_of(ACTIVATIONS["tanh"])

    def draw() -> int:
        return int(rng.integers(1, prime))

    descent = Descent.drawn(hidden, data, prime, draw)
    count = hidden * data * steps
    rows = _jets(descent, gate, steps, of, count, draw)
    return Trained(
        count,
        _independent(descent, steps, draw),
        _rank([row.coefficients() for row in rows], prime),
        _rank([_span_row(descent, gate, steps, of, draw) for _ in range(count + _SPARE)], prime),
    )


def _total(values: Iterable[Any]) -> Any:
    return sum(values, 0)


def _places(descent: Descent, steps: int) -> list[tuple[int, int, int]]:
    hidden, data = len(descent.start), len(descent.inputs)
    return [(s, i, d) for s in range(steps) for i in range(hidden) for d in range(data)]


def _moved(
    descent: Descent, gate: Gate, steps: int, of: str, t: Any, known: dict[tuple[int, int, int], Any]
) -> list[Any]:
    """Return the derivatives of a trained weight by the shifts of all preactivations, from the values of all neurons."""

    def along(place: tuple[int, int, int]) -> Any:
        def neuron(s: int, i: int, d: int, h: Any) -> Dual:
            shift = (h.tangent if isinstance(h, Dual) else 0) + int((s, i, d) == place)
            value = known[s, i, d]
            return Dual(value, gate.field([value], 0)[0] * shift)

        weight = descent.run(steps, t, neuron)[-1][0][of == "v"]
        return weight.tangent if isinstance(weight, Dual) else 0

    return [along(place) for place in _places(descent, steps)]


def _jets(descent: Descent, gate: Gate, steps: int, of: str, count: int, draw: Draw) -> list[Series]:
    known: dict[tuple[int, int, int], Series] = {}
    t = Series.of([draw(), 1, *[0] * (count - 1)][: count + 1], descent.prime)

    def neuron(s: int, i: int, d: int, h: Series) -> Series:
        known[s, i, d] = states_along(gate, [draw()], h)[0]
        return known[s, i, d]

    descent.run(steps, t, neuron)
    return [value.first(count) for value in _moved(descent, gate, steps, of, t, known)]


def _span_row(descent: Descent, gate: Gate, steps: int, of: str, draw: Draw) -> list[int]:
    known = {place: flint.nmod(draw(), descent.prime) for place in _places(descent, steps)}
    return [int(value) for value in _moved(descent, gate, steps, of, flint.nmod(draw(), descent.prime), known)]


def _independent(descent: Descent, steps: int, draw: Draw) -> bool:
    """Return whether 1, t and the hidden weights after 1, .., T - 1 steps are linearly independent as polynomials."""
    size = 2 + len(descent.start) * (steps - 1)
    rows = []
    for _ in range(size + _SPARE):
        t = flint.nmod(draw(), descent.prime)
        history = descent.run(steps - 1, t, lambda s, i, d, h: flint.nmod(draw(), descent.prime))
        rows.append([1, int(t), *(int(w) for weights in history[1:] for w, _ in weights)])
    return _rank(rows, descent.prime) == size


def _rank(rows: Sequence[Sequence[int]], prime: int) -> int:
    return flint.nmod_mat(len(rows), len(rows[0]), [x for row in rows for x in row], prime).rank()


def learning_study(
    sizes: Sequence[Sequence[int]] = SIZES, prime: int = PRIME_62, seed: int = 0
) -> list[dict[str, Any]]:
    """Return a row for each (hidden neurons, data points, steps) and each kind of weight.

    Columns: hidden, data, steps, weight (w or v), variables, independent, jet_rank, span, order (empty where it is not proved),
    prime.

    >>> [row["order"] for row in learning_study([(1, 1, 2)])]
    [2, 2]
    """
    rows = []
    for hidden, data, steps in sizes:
        for of in ("w", "v"):
            found = trained_order(hidden, data, steps, of, prime, seed)
            rows.append(
                {
                    "hidden": hidden,
                    "data": data,
                    "steps": steps,
                    "weight": of,
                    "variables": found.variables,
                    "independent": found.independent,
                    "jet_rank": found.jet_rank,
                    "span": found.span,
                    "order": found.order,
                    "prime": prime,
                }
            )
    return rows
