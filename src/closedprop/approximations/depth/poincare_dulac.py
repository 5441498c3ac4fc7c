r"""The amplitude expansion of a weight-tied network: delta as a sum of products of powers of the eigenvalues."""

from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from closedprop.approximations.depth.eigenbasis import Eigenbasis, eigenbasis, sizes
from closedprop.approximations.depth.fixed_points import BITS, LayerFixedPoint, exact_layers, floats
from closedprop.approximations.depth.following import Followed, Remainder, compared
from closedprop.approximations.depth.graded import exponents, monomial_values
from closedprop.approximations.depth.normal_form import NormalForm, SmallDivisor, normal_form
from closedprop.approximations.depth.shadowing import Shadow, layer_majorant
from closedprop.approximations.depth.tails import KNOWN, next_degree, present_degrees, taylor_coefficients
from closedprop.approximations.local.disc import radii
from closedprop.scalars import BALLS, FLOATS, Invalid, Scalars, Unable
from closedprop.validated.precision import precision

_SEARCHED = 1000  # arbitrary: layers in which an orbit is followed to where the expansion holds


@dataclass(frozen=True, eq=False)
class PoincareExpansion:
    r"""The expansion of delta about a fixed point of a layer of width N, to order k in the amplitude.

    .. math:: \tilde\delta_n(x) = \sum_{1 \le |m| \le k} c_m(x)\, \lambda^{mn}, \qquad
              \lambda^{m} = \lambda_1^{m_1} \cdots \lambda_N^{m_N}, \qquad
              \tilde\delta_n = \bigl( T\, DP_k(\Lambda^n t)\, \Lambda^n\, J\, T^{-1} \bigr)^{\top} \delta^{(L)}

    with the eigenvectors T of the Jacobian, the truncated normal form :math:`P_k`, and the truncations
    :math:`t = \Phi_k(y)`, :math:`J = D\Phi_k(y)` of its inverse at :math:`y = T^{-1} (x - z^*)`.
    """

    order: int
    over: Scalars
    fixed: LayerFixedPoint
    basis: Eigenbasis
    normal: NormalForm
    exponent: int | None

    @property
    def smallest_divisor(self) -> SmallDivisor | None:
        """The least of the divisors that occurred, None where there was none."""
        return self.normal.smallest

    def terms(self, x: Any, delta_top: Any, first: int = 0) -> dict[tuple[int, ...], np.ndarray]:
        r"""Return the coefficients :math:`c_m(x)` of :math:`\lambda^{m (n - \text{first})}` by the multi-index m.

        Shapes: ``x``, ``delta_top`` and each coefficient (N,), complex where the eigenvalues are.
        """
        width = self.fixed.width
        with self._context():
            z, iterated = self._start(x, first)
            t, slope = self.normal.inverse(self._coordinates(z))
            pulled = self.basis.vectors.T @ self._top(delta_top)
            back = iterated.T @ self.basis.inverse.T
            values = monomial_values(width, self.order, t)
            terms: dict[tuple[int, ...], Any] = {}
            for degree, part in self.normal.gradients.items():
                weights = np.tensordot(pulled, part, axes=(0, 0)) * values[degree]  # (variable, monomial)
                for place, exponent in enumerate(exponents(width, degree).tolist()):
                    for variable in range(width):
                        m = tuple(power + (i == variable) for i, power in enumerate(exponent))
                        term = back @ (slope[variable] * weights[variable, place])
                        terms[m] = terms[m] + term if m in terms else term
        return terms

    def delta(self, x: Any, delta_top: Any, depth: int, first: int = 0) -> np.ndarray:
        r"""Return delta^(1) at a depth.

        Shapes: ``x``, ``delta_top`` and the result (N,).    Error: see :meth:`bound`.    Cost: independent of the depth.
        Raises ``Unable`` where x is outside the discs of convergence of the activations about the fixed point.
        """
        with self._context():
            steps = self._steps(depth, first)
            z, iterated = self._start(x, first)
            t, slope = self.normal.inverse(self._coordinates(z))
            power = self.basis.values**steps
            pulled = power * (self.normal.slope(power * t).T @ (self.basis.vectors.T @ self._top(delta_top)))
            delta = iterated.T @ (self.basis.inverse.T @ (slope.T @ pulled))
        if self.over is FLOATS:
            return delta.real.copy()
        return np.array([value.real for value in delta], dtype=object)

    def bound(self, x: Any, delta_top: Any, depth: int, first: int = 0, followed: int = 64) -> float | None:
        r"""Return a proved bound on the error of :meth:`delta` in the 1-norm, None where the orbit may leave the discs.

        At most ``followed`` layers are compared one by one, the rest are bounded at once, whatever their number.
        Over FLOATS an allowance for rounding is added: a few roundings of each number times the condition of T, and of the
        eigenvalues times the depth; it is an estimate to first order. Over BALLS the radii of the result are added.
        """
        with self._context():
            steps = self._steps(depth, first)
            z, iterated = self._start(x, first)
            t, slope = self.normal.inverse(self._coordinates(z))

            def approximation(layer: int) -> Followed:
                power = self.basis.values**layer
                inner = power[:, None] * slope
                return Followed(power * t, self.normal.value(power * t), self.normal.slope(power * t) @ inner, inner)

            top = self._top(delta_top)
            remainder: Remainder = None if self.exponent is None else self._shadow.remainder
            error = compared(self.fixed, self.basis, self.over, z, top, steps, approximation, remainder, followed)
            rounded = 0.0
            if self.over is BALLS:
                rounded = sum(float(entry.rad()) for entry in self.delta(x, delta_top, depth, first))
            before = float(sizes(iterated).sum(axis=1).max())
        return None if error is None else error * before + rounded

    @cached_property
    def _shadow(self) -> Shadow:
        return Shadow.of(layer_majorant(self.fixed, self.basis), self.normal.parts, self.basis, self.order)

    def _context(self) -> Any:
        return precision(BITS) if self.over is FLOATS else nullcontext()

    def _steps(self, depth: int, first: int) -> int:
        if first < 0 or depth - 1 - first < 1:
            raise Invalid(
                f"an amplitude expansion at depth {depth} after {first} layers", "no layer map is left", "iterate fewer"
            )
        return depth - 1 - first

    def _top(self, delta_top: Any) -> np.ndarray:
        top = self.over.array(delta_top)
        if top.shape != (self.fixed.width,):
            raise Invalid("delta^(L)", f"shape {top.shape}", f"give it shape ({self.fixed.width},)")
        return top

    def _coordinates(self, z: np.ndarray) -> np.ndarray:
        return self.basis.inverse @ (z - (self.fixed.point if self.over is BALLS else self.fixed.location))

    def _start(self, x: Any, first: int) -> tuple[np.ndarray, np.ndarray]:
        """Return z after some layers, and the Jacobian of these layers; refuse outside the discs."""
        z = self.over.array(x)
        if z.shape != (self.fixed.width,):
            raise Invalid("the input x", f"shape {z.shape}", f"give it shape ({self.fixed.width},)")
        at, jacobian = next(islice(exact_layers(self.fixed, z, self.over), first, None))
        far = np.abs((floats(at) if self.over is BALLS else at) - self.fixed.location)
        if self.exponent is not None and not (far < self._reach).all():
            worst = int(np.argmax(far - self._reach))
            raise Unable(
                f"an amplitude expansion at a distance of {far[worst]:.4g} from the fixed point in neuron {worst + 1}",
                f"the series of {self.fixed.activation.name} converges in a disc of radius {self._reach[worst]:.4g}",
                self._remedy(z),
            )
        return at, jacobian

    @cached_property
    def _reach(self) -> np.ndarray:
        return radii(self.fixed.activation, self.fixed.location)

    def _remedy(self, z: np.ndarray) -> str:
        z = floats(z) if self.over is BALLS else z
        for layer, (at, _) in enumerate(exact_layers(self.fixed, z, FLOATS)):
            if layer and (np.abs(at - self.fixed.location) < self._reach).all():
                return f"iterate first: first={layer} does so many layers exactly"
            if layer == _SEARCHED or not np.isfinite(at).all():
                break
        return "choose another fixed point: this orbit does not come near it"


def poincare_expansion(fixed: LayerFixedPoint, order: int, over: Scalars = FLOATS) -> PoincareExpansion:
    r"""Return the amplitude expansion of a network about a fixed point.

    Error: rounding over FLOATS, enclosures over BALLS.    Cost: about :math:`N k \binom{2N+k}{k}` products.
    Raises ``Unable`` for an eigenvalue 0, a defective Jacobian or a resonance, ``Undefined`` for an activation with kinks,
    ``Invalid`` for an order below 1 or above 63.
    Source: Poincare (1879); Arnold, Geometrical methods in the theory of ordinary differential equations, chapter 5.
    """
    if not 1 <= order <= KNOWN:
        raise Invalid(
            f"an amplitude expansion of order {order}", f"not between 1 and {KNOWN}", "ask for an order in between"
        )
    with precision(BITS) if over is FLOATS else nullcontext():
        series = np.array([taylor_coefficients(fixed.activation, center) for center in fixed.point], dtype=object)
        present = present_degrees(series)
        basis = eigenbasis(fixed, over)
        nonlinear = {i: series[:, i] if over is BALLS else floats(series[:, i]) for i in present if i <= order}
        weight = fixed.weight if over is BALLS else floats(fixed.weight)
        normal = normal_form(basis, basis.inverse @ weight, nonlinear, order, over)
    degree = next_degree(present, order)
    return PoincareExpansion(order, over, fixed, basis, normal, None if degree is None else degree - 1)
