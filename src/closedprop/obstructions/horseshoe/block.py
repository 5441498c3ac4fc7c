r"""A scalar map through one hidden layer, as a weight-tied network, over floats and over balls."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint
import numpy as np

from closedprop.networks import Activation, Network, activation, network_record
from closedprop.networks.activation import Z
from closedprop.obstructions.checkers.horseshoe import described
from closedprop.scalars import BALLS, RATIONALS, Invalid, evaluate

_FAR = 1e6  # arbitrary: far outside of every interval that is searched


@dataclass(frozen=True, eq=False)
class Block:
    r"""The map :math:`F(x) = v \cdot f(a x + b) + c` of one real variable; ``a, b, v`` have an entry for each hidden neuron.

    It is the weight-tied network with the weight :math:`W = a v^\top` and the bias :math:`c\, a + b`, read along the line
    :math:`z = a x + b`, which the layer maps to itself:

    .. math:: W f(a x + b) + c\, a + b = a F(x) + b, \qquad a \cdot \delta^{(L-n)} = (F^n)'(x)\; a \cdot \delta^{(L)}

    ``formula`` is the text of a map that is given as an expression in z instead; then f is the map, and F = f.
    Raises ``Invalid`` for vectors of different lengths, or no neuron that is joined to input and output.
    Paper: lem:scalar-block.

    >>> block = Block.of("tanh", [4, 4], [2, -2], [3, -3], -3)
    >>> block.network(2).weights[0].tolist(), block.network(2).biases[0].tolist() == [-10, -14]
    ([[Fraction(12, 1), Fraction(-12, 1)], [Fraction(12, 1), Fraction(-12, 1)]], True)
    >>> print(block)
    3*tanh(4*z + 2) - 3*tanh(4*z - 2) - 3
    """

    activation: Activation
    inner: tuple[Fraction, ...]
    shifts: tuple[Fraction, ...]
    outer: tuple[Fraction, ...]
    offset: Fraction
    formula: str | None = None

    def __post_init__(self):
        lengths = {len(self.inner), len(self.shifts), len(self.outer)}
        if len(lengths) != 1 or not any(a * v for a, v in zip(self.inner, self.outer, strict=False)):
            raise Invalid(
                "a block",
                f"vectors of lengths {sorted(lengths)}",
                "give a, b, v of one length, with some a_i v_i not 0",
            )

    @classmethod
    def of(
        cls, name: str | Activation, inner: Sequence[Any], shifts: Sequence[Any], outer: Sequence[Any], offset: Any = 0
    ) -> "Block":
        """Return the block with an activation of that name and exact numbers (integers, fractions or text)."""
        a, b, v = (tuple(map(_fraction, vector)) for vector in (inner, shifts, outer))
        return cls(activation(name), a, b, v, _fraction(offset))

    @classmethod
    def of_map(cls, text: str) -> "Block":
        """Return the map that an expression in z denotes.

        >>> print(Block.of_map("4*z*(1-z)"))
        4*z*(1-z)
        """
        one = Fraction(1)
        return cls(Activation("map", text), (one,), (Fraction(0),), (one,), Fraction(0), text)

    def __str__(self) -> str:
        if self.formula is not None:
            return self.formula
        return described(self.activation, self.inner, self.shifts, self.outer, self.offset)

    def network(self, depth: int) -> Network:
        """Return the weight-tied network of that depth whose layer map is this block."""
        weight = [[a * v for v in self.outer] for a in self.inner]
        bias = [self.offset * a + b for a, b in zip(self.inner, self.shifts, strict=True)]
        return Network.tied(weight, depth, bias, self.activation)

    def record(self) -> dict[str, Any]:
        """Return the block as plain data: an expression, or one layer of the network with the line it maps to itself."""
        if self.formula is not None:
            return {"map": self.formula}
        network = network_record(self.network(2))
        return {"network": network, "direction": list(map(str, self.inner)), "shift": list(map(str, self.shifts))}

    def samples(self, points: np.ndarray, iterate: int = 1) -> np.ndarray:
        """Return the iterate at an array of points, in floats; orbits that leave [-10^6, 10^6] stay at its ends."""
        values = np.asarray(points, dtype=float)
        for _ in range(iterate):
            total = np.full(values.shape, float(self.offset))
            for a, b, v in zip(self.inner, self.shifts, self.outer, strict=True):
                total += float(v) * self.activation(float(a) * values + float(b))
            values = np.clip(np.nan_to_num(total, nan=_FAR), -_FAR, _FAR)
        return values

    def value(self, ball: flint.arb, iterate: int = 1) -> flint.arb:
        """Return an enclosure of the iterate on a ball, at the precision in force."""
        for _ in range(iterate):
            ball = self._step(ball)
        return ball

    def slope(self, ball: flint.arb, iterate: int = 1) -> flint.arb:
        r"""Return an enclosure of :math:`(F^n)'` on a ball: the product of the slopes along the orbit."""
        product = BALLS.one
        for _ in range(iterate):
            product *= sum((a * v * self._activation_slope(a * ball + b) for a, b, v in self._neurons), BALLS.zero)
            ball = self._step(ball)
        return product

    @cached_property
    def _neurons(self) -> list[tuple[flint.fmpq, flint.fmpq, flint.fmpq]]:
        columns = zip(self.inner, self.shifts, self.outer, strict=True)
        return [tuple(map(RATIONALS.convert, column)) for column in columns]

    @cached_property
    def _constant(self) -> flint.fmpq:
        return RATIONALS.convert(self.offset)

    def _step(self, ball: flint.arb) -> flint.arb:
        return sum((v * self._activation_value(a * ball + b) for a, b, v in self._neurons), BALLS.zero) + self._constant

    # One expression without kinks is evaluated as it is: the arrays and the choice of a side cost ten times as much.
    def _activation_value(self, ball: flint.arb) -> flint.arb:
        f = self.activation
        return evaluate(f.expression, Z, ball, BALLS) if f.is_analytic else f([ball], BALLS)[0]

    def _activation_slope(self, ball: flint.arb) -> flint.arb:
        f = self.activation
        return evaluate(f.derivative, Z, ball, BALLS) if f.is_analytic else f.slope([ball], BALLS)[0]


def _fraction(value: Any) -> Fraction:
    number = RATIONALS.convert(value)
    return Fraction(int(number.p), int(number.q))


#: The block of the paper: two tanh neurons.
TANH_BLOCK = Block.of("tanh", inner=[4, 4], shifts=[2, -2], outer=[3, -3], offset=-3)
