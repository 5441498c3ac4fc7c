"""The network of the question: weights, biases, an activation."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from closedprop.networks.activation import Activation
from closedprop.networks.registry import activation as named
from closedprop.scalars import Invalid, object_array


@dataclass(frozen=True, eq=False)
class Network:
    r"""A feed-forward network of ``depth`` layers of preactivations.

    .. math:: z^{(1)} = x, \qquad z^{(l+1)} = W^{(l)} f(z^{(l)}) + b^{(l)}, \qquad 1 \le l < L

    Shapes: ``weights[l]`` is (widths[l+1], widths[l]), ``biases[l]`` (widths[l+1],), counting from 0; so a network of
    depth ``L`` has ``L - 1`` of each. Numbers may be ints, Fractions, text such as ``"1/3"``, floats or SymPy expressions;
    they enter a number system when the network runs over it. Missing biases are zero.
    Raises ``Invalid`` for no layers, an empty layer, shapes that do not fit, or a NaN.
    Paper: def:network.

    >>> network = Network([[[1, 2], [0, 1]], [[1, 1]]], activation="relu")
    >>> network.depth, network.widths, network.is_tied
    (3, (2, 2, 1), False)
    """

    weights: Sequence[Any]
    biases: Any = None  # as given None or one vector a layer; then a tuple of vectors
    activation: Any = "tanh"  # as given a name or an Activation; then an Activation

    def __post_init__(self):
        weights = tuple(_as_objects(weight) for weight in self.weights)
        if not weights:
            raise Invalid("a network", "no weights", "give at least one weight matrix (depth 2)")
        for l, weight in enumerate(weights, start=1):
            if weight.ndim != 2 or 0 in weight.shape:
                raise Invalid(f"W^({l})", f"shape {weight.shape}", "give a matrix with at least one row and column")
            if l > 1 and weight.shape[1] != weights[l - 2].shape[0]:
                raise Invalid(
                    f"W^({l})",
                    f"{weight.shape[1]} columns after a layer of width {weights[l - 2].shape[0]}",
                    f"give it {weights[l - 2].shape[0]} columns",
                )
        given = self.biases if self.biases is not None else [[0] * weight.shape[0] for weight in weights]
        biases = tuple(_as_objects(bias) for bias in given)
        if len(biases) != len(weights):
            raise Invalid("the biases", f"{len(biases)} for {len(weights)} weights", "give one for each weight")
        for l, (weight, bias) in enumerate(zip(weights, biases, strict=True), start=1):
            if bias.shape != weight.shape[:1]:
                raise Invalid(f"b^({l})", f"shape {bias.shape}", f"give it shape {weight.shape[:1]}")
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "biases", biases)
        object.__setattr__(self, "activation", named(self.activation))

    @classmethod
    def tied(cls, weight: Any, depth: int, bias: Any = None, activation: str | Activation = "tanh") -> "Network":
        """Return the weight-tied network: one square layer map, used ``depth - 1`` times.

        >>> Network.tied([[1, 1], [1, 0]], depth=7, activation="identity").is_tied
        True
        """
        if depth < 2:
            raise Invalid(
                f"a weight-tied network of depth {depth}", "no layer map is used", "give a depth of at least 2"
            )
        matrix = _as_objects(weight)
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
            raise Invalid("a tied weight", f"shape {matrix.shape}", "give a square matrix, or untied weights")
        shared = _as_objects(bias if bias is not None else [0] * matrix.shape[0])
        return cls([matrix] * (depth - 1), [shared] * (depth - 1), activation)

    @property
    def depth(self) -> int:
        """The number ``L`` of layers of preactivations."""
        return len(self.weights) + 1

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the layers, input first."""
        return (self.weights[0].shape[1], *(weight.shape[0] for weight in self.weights))

    @property
    def is_tied(self) -> bool:
        """Whether every layer has the same weight and bias."""
        return all(
            np.array_equal(self.weights[0], weight) and np.array_equal(self.biases[0], bias)
            for weight, bias in zip(self.weights, self.biases, strict=True)
        )

    def exactly(self) -> "Network":
        """Return the network whose floats are read as the binary fractions they are, for exact arithmetic.

        >>> Network([[[0.5]]]).exactly().weights[0][0, 0]
        Fraction(1, 2)
        """
        return Network(
            [exact_fractions(weight) for weight in self.weights],
            [exact_fractions(bias) for bias in self.biases],
            self.activation,
        )


def exact_fractions(values: Any) -> np.ndarray:
    """Return an array with every float replaced by the binary fraction it is.

    >>> exact_fractions([0.5, 2])
    array([Fraction(1, 2), 2], dtype=object)
    """
    exact = _as_objects(values).copy()
    for index in np.ndindex(exact.shape):
        if isinstance(exact[index], float | np.floating):
            exact[index] = Fraction(float(exact[index]))
    return exact


def _as_objects(values: Any) -> np.ndarray:
    """Return an array of Python objects without NaN."""
    array = object_array(values, "an array of weights")
    for value in array.flat:
        if isinstance(value, float | np.floating) and np.isnan(value):
            raise Invalid("an array of weights", "NaN", "remove it or find where it arose")
    return array
