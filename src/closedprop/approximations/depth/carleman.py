r"""Carleman linearization: the layer map acting on monomials about a fixed point, so that depth is a matrix power."""

from dataclasses import dataclass, field
from functools import cached_property
from math import isinf
from typing import Any

import flint
import numpy as np

from closedprop.approximations.depth.coefficients import coefficient_bounds
from closedprop.approximations.depth.fixed_points import layer_fixed_point
from closedprop.approximations.depth.lifting import Monomials, degree_within, iterate_exponent, lifted_matrix
from closedprop.approximations.depth.majorants import LayerMajorant, bases, layer_majorant, majorant_bound
from closedprop.approximations.local.disc import radii
from closedprop.approximations.local.taylor import taylor_coefficients
from closedprop.networks import Network
from closedprop.scalars import BALLS, FLOATS, Exact, Invalid, Scalars, Truncation, Unable, Undefined
from closedprop.validated.precision import precision
from closedprop.validated.rounding import product

_MOST_FLOATS = 1000  # tuned: squaring such a matrix takes a twentieth of a second; width 6 at order 6 has 923 monomials
_MOST_OBJECTS = 250  # tuned: the same in ball arithmetic takes a second
_NARROW = 40  # derived: bits that a ball must have for the bound's slack of 1e-9 to cover its radius
_BITS = 128  # arbitrary: more than a double


@dataclass(frozen=True, eq=False)
class CarlemanLinearization:
    r"""A tied layer map lifted to the monomials of degree at most k about its fixed point: what needs no input and no depth.

    ``matrix`` is C with :math:`(F(z^* + y) - z^*)^\alpha = \sum_\beta C_{\alpha\beta}\, y^\beta` up to degree k. Its powers
    :math:`C^{2^i}` are kept as they come to be needed. ``enclosure`` is the fixed point in balls.
    """

    network: Network
    monomials: Monomials
    fixed_point: np.ndarray
    enclosure: np.ndarray
    matrix: np.ndarray
    over: Scalars
    _squares: list[np.ndarray] = field(default_factory=list, repr=False)

    @property
    def order(self) -> int:
        """The degree k at which the monomials are cut off."""
        return self.monomials.degree

    def delta(self, x: Any, delta_top: Any, depth: int) -> np.ndarray:
        r"""Return delta^(1) at a depth: the gradient at x of :math:`\delta^{(L)} \cdot [C^{L-1} (y^\alpha)_\alpha]_{|\alpha| = 1}`.

        Shapes: ``x``, ``delta_top`` (N,); result (N,).    Cost: one product of a vector with C a binary digit of the depth.
        Raises ``Unable`` for an input outside the disc of convergence of the layer map, and where floats overflow.
        """
        y, top = self._inputs(x, delta_top)
        if _steps(depth) > 0:
            self._refuse_outside(y)
        row = np.full(self.monomials.count, self.over.zero, dtype=self.over.dtype)
        row[: len(top)] = top
        with np.errstate(over="ignore", invalid="ignore"):
            for i, digit in enumerate(reversed(bin(_steps(depth))[2:])):
                if digit == "1":
                    row = row @ self._square(i)
            value = self.monomials.gradient(row, y, self.over)
        if self.over is FLOATS and not np.isfinite(value).all():
            raise Unable(f"delta^(1) at depth {depth} over FLOATS", "overflow", "use over=BALLS, or a smaller depth")
        return value

    def bound(self, x: Any, delta_top: Any, depth: int) -> float | None:
        r"""Return the proved bound on the 1-norm of the error of delta^(1), or None where there is none.

        There is none where :math:`q \ge 1` for every majorant tried (:func:`majorant_bound`): for inputs that are far from the
        fixed point, or at a multiplier of modulus 1 or more for depths that are large against the distance. The bound is
        on the truncation; the rounding of the value is not in it.
        """
        y, top = self._inputs(x, delta_top)
        distance, delta = _doubles(y), _doubles(top)
        if distance is None or delta is None or self._majorants is None:
            return None
        least = majorant_bound(self._majorants, distance, delta, _steps(depth), self.order)
        return None if isinf(least) else least

    def statement(self, x: Any, delta_top: Any, depth: int, bounded: bool = True) -> Truncation | Exact:
        """Return delta^(1) with what is known about its error; exact where the whole iterate has degree at most k."""
        value = (self.delta(x, delta_top, depth),)
        act, steps = self.network.activation, _steps(depth)
        degree = degree_within(act, self.order)
        if steps == 0 or (degree is not None and (degree == 1 or degree ** min(steps, self.order) <= self.order)):
            return Exact(value)
        exponent = iterate_exponent(act, self.order, _is_zero(self.fixed_point, self.over), steps)
        return Truncation(value, exponent, bound=self.bound(x, delta_top, depth) if bounded else None)

    @cached_property
    def _majorants(self) -> list[tuple[np.ndarray, LayerMajorant]] | None:
        weight, center = _doubles(self.over.array(self.network.weights[0])), _doubles(self.enclosure)
        if weight is None or center is None:
            return None
        act = self.network.activation
        slopes, bounds = act.slope(center), [coefficient_bounds(act, ball) for ball in self.enclosure]
        return [(basis, layer_majorant(weight, slopes, bounds, basis)) for basis in bases(weight * slopes)]

    def _square(self, i: int) -> np.ndarray:
        squares = self._squares or [self.matrix]
        while len(squares) <= i:
            squares.append(product(squares[-1], squares[-1], self.over))
        self._squares[:] = squares
        return squares[i]

    def _inputs(self, x: Any, delta_top: Any) -> tuple[np.ndarray, np.ndarray]:
        width = self.monomials.width
        z, top = self.over.array(x), self.over.array(delta_top)
        for name, given in (("the input x", z), ("delta^(L)", top)):
            if given.shape != (width,):
                raise Invalid(name, f"shape {given.shape}", f"give it shape ({width},)")
        return z - self.fixed_point, top

    def _refuse_outside(self, y: np.ndarray) -> None:
        far, center = _doubles(y), _doubles(self.enclosure)
        if far is None or center is None:
            return
        reach = radii(self.network.activation, center)
        worst = int(np.argmax(np.abs(far) - reach))
        if not abs(far[worst]) < reach[worst]:
            raise Unable(
                f"the Carleman linearization of {self.network.activation.name} layers at x",
                f"a distance of {abs(far[worst]):.4g} from the fixed point, where the layer map's series converges within"
                f" {reach[worst]:.4g} only",
                "run the recursion until the orbit is nearer",
            )


def carleman_linearization(
    network: Network, order: int, fixed_point: Any = None, x: Any = None, over: Scalars = FLOATS
) -> CarlemanLinearization:
    r"""Return the Carleman linearization of a tied network about a fixed point, cut off at degree k.

    Every multiplier is allowed: resonances, 0, and modulus 1 or more, because nothing is divided by.
    Shapes: ``fixed_point`` (N,), where the search for it starts, or else the orbit of ``x`` (:func:`layer_fixed_point`; over
    RATIONALS it is the point itself, or 0).    Error: exact over exact scalars, enclosures over BALLS, rounding over FLOATS.
    Cost: :math:`2 N k M^2` for :math:`M = \binom{N+k}{k} - 1` monomials.
    Raises ``Undefined`` for an activation with kinks, ``Unable`` for more monomials than fit, ``Invalid`` for an untied
    network, an order below 1, or a point that is not fixed.
    Source: T. Carleman 1932.
    Paper: prop:carleman-koenigs.

    >>> from closedprop.scalars import RATIONALS
    >>> network = Network.tied([["1/2"]], depth=2, activation="quadratic", bias=["1/2"])
    >>> carleman_linearization(network, order=2, fixed_point=[1], over=RATIONALS).matrix
    array([[1, 1/2],
           [0, 1]], dtype=object)
    """
    act = network.activation
    if not network.is_tied:
        raise Invalid("the Carleman linearization", "weights that are not tied", "give a network made by Network.tied")
    if not act.is_analytic:
        raise Undefined(f"the Taylor series of {act.name}", "it has kinks", "use an analytic activation, such as tanh")
    if order < 1:
        raise Invalid(f"a Carleman linearization of order {order}", "no monomials", "ask for an order of at least 1")
    monomials = Monomials(network.widths[0], order)
    most = _MOST_FLOATS if over is FLOATS else _MOST_OBJECTS
    if monomials.count > most:
        raise Unable(
            f"the Carleman matrix of order {order} at width {monomials.width} over {over}",
            f"{monomials.count} monomials, above {most}",
            "lower the order",
        )
    point, enclosure = _fixed(network, fixed_point, x, over)
    coefficients = taylor_coefficients(act, point, order, over)
    matrix = lifted_matrix(monomials, over.array(network.weights[0]), coefficients, over)
    return CarlemanLinearization(network, monomials, point, enclosure, matrix, over)


def carleman(
    network: Network,
    x: Any,
    delta_top: Any,
    order: int,
    depth: int,
    fixed_point: Any = None,
    over: Scalars = FLOATS,
    bounded: bool = True,
) -> Truncation | Exact:
    r"""Return delta^(1) of a tied network by its Carleman linearization: the gradient of the k-jet of :math:`F^n`.

    .. math:: \tilde\delta^{(1)} = \nabla_y \sum_\beta \bigl( \delta^{(L)} \cdot [C^{n}]_{\cdot\beta} \bigr) y^\beta,
              \qquad y = x - z^*, \quad n = L - 1

    The truncation commutes with the power: the value is the gradient of the Taylor polynomial of degree k of :math:`F^n` at
    the fixed point, exactly, at every depth. What is lost is the rest of that series.
    Shapes: ``x``, ``delta_top`` (N,); the value is the 1-tuple of delta^(1), (N,).
    Error: :math:`O(h^k)`, h the distance of x from the fixed point; one order more for odd k where the layer map is odd about
    it; none (``Exact``) if :math:`F^n` is a polynomial of degree <= k. ``bound`` is that of :func:`majorant_bound`. Uniform
    in depth at an attracting fixed point; at multiplier 1 the terms grow with n, and the statement is for :math:`n h^p \ll 1`.
    Cost: :math:`O(M^3 \log n)` once, :math:`O(M^2 \log n)` an input.
    Raises what :func:`carleman_linearization` raises, and ``Unable`` outside the disc of convergence.
    Paper: prop:carleman.

    >>> network = Network.tied([[0.5]], depth=2, activation="tanh")
    >>> print(carleman(network, [0.1], [1.0], order=1, depth=4))
    ~ (array([0.125]),) + O(h^2), within 0.00166
    """
    linearization = carleman_linearization(network, order, fixed_point, x, over)
    return linearization.statement(x, delta_top, depth, bounded)


def _fixed(network: Network, fixed_point: Any, x: Any, over: Scalars) -> tuple[np.ndarray, np.ndarray]:
    """Return the fixed point over the scalars, and in balls that contain it."""
    if over is FLOATS or over is BALLS:
        found = layer_fixed_point(network, fixed_point, x, over)
        return (found.location if over is FLOATS else found.point), found.point
    point = over.array([0] * network.widths[0] if fixed_point is None else fixed_point)
    values = taylor_coefficients(network.activation, point, 0, over)[
        0
    ]  # rational at 0 where the function itself is not
    image = over.array(network.weights[0]) @ values + over.array(network.biases[0])
    if not (image == point).all():
        raise Invalid(
            f"the fixed point {point.tolist()} over {over}", "the layer moves it", "give one, or use over=BALLS"
        )
    with precision(_BITS):
        return point, BALLS.array(point)


def _is_zero(point: np.ndarray, over: Scalars) -> bool:
    return all(bool(value == over.zero) for value in point)


def _steps(depth: int) -> int:
    if depth < 1:
        raise Invalid(f"a network of depth {depth}", "no layer", "give a depth of at least 1")
    return depth - 1


def _doubles(values: np.ndarray) -> np.ndarray | None:
    """Return numbers as doubles; None for a system without size, or for balls that are not narrow."""
    if values.dtype == np.float64:
        return values
    result = np.empty(values.shape)
    for index in np.ndindex(values.shape):
        value = values[index]
        if isinstance(value, flint.arb) and (value == 0 or value.rel_accuracy_bits() >= _NARROW):
            result[index] = float(value.mid())
        elif isinstance(value, flint.fmpq):
            result[index] = int(value.p) / int(value.q)
        else:
            return None
    return result
