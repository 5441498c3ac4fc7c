r"""Back-propagation linearized at a fixed point of the layer map: powers of one matrix."""

from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from closedprop.approximations.depth.eigenbasis import Eigenbasis, eigenbasis, schur_basis, sizes
from closedprop.approximations.depth.fixed_points import BITS, LayerFixedPoint, exact_layers, floats, layer_fixed_point
from closedprop.approximations.depth.following import Followed, compared
from closedprop.approximations.depth.shadowing import LayerMajorant, layer_majorant
from closedprop.approximations.depth.tails import next_degree, present_degrees, taylor_coefficients
from closedprop.networks import Network
from closedprop.scalars import BALLS, FLOATS, Exact, Invalid, Scalars, Truncation, Unable
from closedprop.validated.precision import precision
from closedprop.validated.rounding import power


@dataclass(frozen=True, eq=False)
class Linearization:
    r"""The linearization at a fixed point: :math:`\tilde\delta^{(1)} = (D W^\top)^n \delta^{(L)}` for every depth n + 1.

    ``basis`` is None where there are no eigenvectors to compute with; then powers of the matrix are taken. ``exponent`` is
    the order of the error in the amplitude, None for an affine layer.
    """

    over: Scalars
    fixed: LayerFixedPoint
    basis: Eigenbasis | None
    exponent: int | None

    def delta(self, x: Any, delta_top: Any, depth: int, first: int = 0) -> np.ndarray:
        r"""Return delta^(1) at a depth; x matters only if some layers are done exactly ``first``.

        Shapes: ``x``, ``delta_top`` and the result (N,).    Error: see :meth:`bound`.    Cost: independent of the depth with
        eigenvectors, else the logarithm of the depth many products of matrices.
        """
        with self._context():
            z, top, steps = self._given(x, delta_top, depth, first)
            if self.basis is not None:
                moved = self.basis.inverse.T @ self.basis.pulled(steps, self.basis.vectors.T @ top)
                pulled = moved.real if self.over is FLOATS else np.array([value.real for value in moved], dtype=object)
            elif self.over is BALLS:
                pulled = power(self.fixed.jacobian, steps, BALLS).T @ top
            else:
                pulled = np.linalg.matrix_power(floats(self.fixed.jacobian), steps).T @ top
            return self._iterated(z, first)[1].T @ pulled

    def bound(self, x: Any, delta_top: Any, depth: int, first: int = 0, followed: int = 64) -> float | None:
        r"""Return a proved bound on the error of :meth:`delta` in the 1-norm, or None.

        There is none for an activation with kinks, nor where the orbit may leave the discs of the activations' Taylor series,
        as at a multiplier of modulus 1 or more, and over BALLS none for eigenvalues that are not told apart. At most
        ``followed`` layers are compared one by one. Rounding as for :class:`PoincareExpansion`.
        """
        if not self.fixed.activation.is_analytic:
            return None
        with self._context():
            z, top, steps = self._given(x, delta_top, depth, first)
            at, jacobian = self._iterated(z, first)
            basis = self._coordinates
            if basis is None:
                return None
            y = basis.inverse @ (at - (self.fixed.point if self.over is BALLS else self.fixed.location))

            def approximation(layer: int) -> Followed:
                matrix = basis.power(layer)
                return Followed(matrix @ y, matrix @ y, matrix, matrix)

            remainder = None if self.exponent is None else self._remainder
            error = compared(self.fixed, basis, self.over, at, top, steps, approximation, remainder, followed)
            rounded = 0.0
            if self.over is BALLS:
                rounded = sum(float(entry.rad()) for entry in self.delta(x, delta_top, depth, first))
        return None if error is None else error * float(sizes(jacobian).sum(axis=1).max()) + rounded

    def _remainder(
        self, radius: float, start: float, slope: float, defect: float, steps: int
    ) -> tuple[float | None, float | None]:
        growth = self._majorant.linear_error(radius, steps)
        return growth, None if growth is None else growth * slope

    @cached_property
    def _coordinates(self) -> Eigenbasis | None:
        if self.basis is not None or self.over is BALLS:
            return self.basis
        return schur_basis(self.fixed)

    @cached_property
    def _majorant(self) -> LayerMajorant:
        assert self._coordinates is not None
        return layer_majorant(self.fixed, self._coordinates)

    def _context(self) -> Any:
        return precision(BITS) if self.over is FLOATS else nullcontext()

    def _iterated(self, z: np.ndarray, first: int) -> tuple[np.ndarray, np.ndarray]:
        return next(islice(exact_layers(self.fixed, z, self.over), first, None))

    def _given(self, x: Any, delta_top: Any, depth: int, first: int) -> tuple[np.ndarray, np.ndarray, int]:
        z, top = self.over.array(x), self.over.array(delta_top)
        for name, given in (("the input x", z), ("delta^(L)", top)):
            if given.shape != (self.fixed.width,):
                raise Invalid(name, f"shape {given.shape}", f"give it shape ({self.fixed.width},)")
        if first < 0 or depth - 1 - first < 1:
            raise Invalid(
                f"a linearization at depth {depth} after {first} layers", "no layer map is left", "iterate fewer"
            )
        return z, top, depth - 1 - first


def linearized(network: Network, fixed_point: Any = None, x: Any = None, over: Scalars = FLOATS) -> Linearization:
    r"""Return the linearization of a weight-tied network at a fixed point, found from ``fixed_point`` or from ``x``.

    Raises what :func:`closedprop.approximations.depth.fixed_points.layer_fixed_point` raises.
    """
    fixed = layer_fixed_point(network, fixed_point, x, over)
    with precision(BITS) if over is FLOATS else nullcontext():
        try:
            basis = eigenbasis(fixed, over)
        except Unable:
            basis = None
        return Linearization(over, fixed, basis, _exponent(fixed))


def _exponent(fixed: LayerFixedPoint) -> int | None:
    if not fixed.activation.is_analytic:
        return 1
    series = np.array([taylor_coefficients(fixed.activation, center) for center in fixed.point], dtype=object)
    degree = next_degree(present_degrees(series), 1)
    return None if degree is None else degree - 1


def linearization(
    network: Network,
    x: Any,
    delta_top: Any,
    depth: int,
    fixed_point: Any = None,
    first: int = 0,
    over: Scalars = FLOATS,
) -> Truncation | Exact:
    r"""Return delta^(1) of a weight-tied network linearized at a fixed point of its layer map.

    .. math:: \tilde\delta^{(1)} = (D W^\top)^{L-1}\, \delta^{(L)}, \qquad D = \operatorname{diag} f'(z^*)

    Shapes: ``x``, ``delta_top`` (N,); the value is the tuple of delta^(1) alone.
    Error: :math:`O(h)` for the amplitude :math:`h = |x - z^*|`, :math:`O(h^{m-1})` if m is the least degree above 1 in which
    an activation has a Taylor coefficient at its fixed point: :math:`O(h^2)` for an odd one at 0. Uniform in the depth about
    an attracting fixed point, at fixed depth elsewhere. None (``Exact``) for an affine layer. The bound is that of
    :meth:`Linearization.bound`.
    Cost: eigenvectors once, then independent of the depth.
    Raises ``Invalid`` for an untied network or wrong shapes, ``Undefined`` at a kink, ``Unable`` where no fixed point is found.
    Source: Lyapunov's first method.

    >>> network = Network.tied([[0.5]], depth=2, activation="tanh")
    >>> print(linearization(network, [0.01], [1.0], depth=11))
    ~ (array([0.00097656]),) + O(h^2), within 1.3e-07
    """
    expansion = linearized(network, fixed_point, x, over)
    value = (expansion.delta(x, delta_top, depth, first),)
    if expansion.exponent is None:
        return Exact(value)
    return Truncation(value, expansion.exponent, bound=expansion.bound(x, delta_top, depth, first))
