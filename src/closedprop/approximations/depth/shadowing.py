r"""How far delta can be from its approximation about a fixed point: two orbits side by side, bounded layer by layer."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from closedprop.approximations.depth.eigenbasis import Eigenbasis, in_floats
from closedprop.approximations.depth.fixed_points import LayerFixedPoint, floats
from closedprop.approximations.depth.graded import Graded
from closedprop.approximations.depth.tails import Majorant, activation_majorant

_LAYERS = 400  # arbitrary: steps after which a geometric tail closes the bound, however large it is, or none does
_CLOSE = 0.1  # arbitrary: a tail may add so much of what it closes
_BEYOND = 24  # tuned: coefficients of the residual beyond the order that are bounded one by one
_LEAST = 1e-3  # arbitrary: a rate is divided by, and a larger one is allowed
_REACH = 4.0  # arbitrary: radius for the residual where the activation is a polynomial


@dataclass(frozen=True, eq=False)
class LayerMajorant:
    r"""A layer :math:`H(y) = T^{-1} (F(z^* + T y) - z^*)` in coordinates T, bounded in the maximum norm.

    .. math:: \|H(y) - By\| \le \eta(\rho), \quad \|DH(y) - B\| \le \eta'(\rho), \quad \|D^2 H(y)\| \le \eta''(\rho)
              \qquad (\|y\| \le \rho), \qquad
              \eta(\rho) = \max_i \sum_j |T^{-1} W|_{ij}\, \hat g_j(t_j \rho), \quad t_j = \sum_l |T_{jl}|

    ``rate`` is :math:`\|B\|`, ``mixed`` :math:`|T^{-1} W|`, ``stretch`` t, ``activations`` the majorants of the activation at
    each neuron, from degree 2 on.
    Shapes: ``mixed`` (N, N), ``stretch`` (N,).
    """

    rate: float
    mixed: np.ndarray
    stretch: np.ndarray
    activations: Majorant

    def nonlinearity(self, rho: float, derivative: int = 0) -> float:
        r"""Return :math:`\eta, \eta'` or :math:`\eta''` at a radius, infinite outside the discs."""
        bounds = self.activations.value(self.stretch * rho, 2, derivative) * self.stretch**derivative
        return float((self.mixed @ bounds).max()) if np.isfinite(bounds).all() else np.inf

    def linear_error(self, radius: float, steps: int) -> float | None:
        r"""Return a bound on :math:`\|DH^n(y) - B^n\|` for :math:`\|y\| \le r`, None where the orbit may leave the discs.

        .. math:: a^n \Bigl( \prod_{l<n} \bigl(1 + \eta'(r_l) / a\bigr) - 1 \Bigr), \qquad r_{l+1} = a r_l + \eta(r_l)

        Paper: thm:linearization.
        """
        a, r, growth = self.rate, radius, 0.0  # growth: the product less 1
        for layer in range(min(steps, _LAYERS)):
            if r == 0:
                return _power(a, steps) * growth
            slope, image = self.nonlinearity(r, 1), self.nonlinearity(r)
            if not np.isfinite(slope):
                return None
            q = a + image / r
            if q < 1:
                rest = slope / (a * (1 - q))
                if rest < _CLOSE * growth or layer == _LAYERS - 1:
                    return _power(a, steps) * float(growth * np.exp(rest) + np.expm1(rest))
            growth += (1 + growth) * slope / a
            r = a * r + image
        return _power(a, steps) * growth if steps <= _LAYERS else None


def layer_majorant(fixed: LayerFixedPoint, basis: Eigenbasis) -> LayerMajorant:
    """Return the bounds of a layer about a fixed point in the coordinates of a basis.

    The rate is the norm of :math:`T^{-1} W D T`, with more than the rounding in it.
    Cost: a few milliseconds a neuron.    Raises what :func:`closedprop.approximations.depth.tails.activation_majorant` raises.
    """
    vectors, inverse = in_floats(basis.vectors), in_floats(basis.inverse)
    weight = floats(fixed.weight)
    jacobian = inverse @ floats(fixed.jacobian) @ vectors
    rate = float(np.abs(jacobian).sum(axis=1).max()) * (1 + 1e-12)  # derived: far more than the rounding
    known = [activation_majorant(fixed.activation, center) for center in fixed.point]
    stacked = (np.array([getattr(bound, name) for bound in known]) for name in ("coefficients", "radius", "supremum"))
    return LayerMajorant(max(rate, _LEAST), np.abs(inverse @ weight), np.abs(vectors).sum(axis=1), Majorant(*stacked))


@dataclass(frozen=True, eq=False)
class Shadow:
    r"""The true orbit and that of the truncated normal form :math:`P_k`, compared.

    .. math:: S(t) = H(P_k(t)) - P_k(\Lambda t) = O(|t|^{k+1})

    ``parts[d]`` bounds the sums of the moduli of the coefficients of degree d of each component of P_k, ``neurons[d]``
    those of :math:`T P_k`. Shapes: (k + 1, N).
    """

    layer: LayerMajorant
    parts: np.ndarray
    neurons: np.ndarray

    @classmethod
    def of(cls, layer: LayerMajorant, parts: Graded, basis: Eigenbasis, order: int) -> "Shadow":
        """Return the comparison with the normal form of those parts, in the coordinates of an eigenbasis."""
        vectors = in_floats(basis.vectors)
        sums = np.zeros((2, order + 1, len(vectors)))
        for degree, part in parts.items():
            array = in_floats(part)
            sums[:, degree] = np.abs(array).sum(axis=1), np.abs(vectors @ array).sum(axis=1)
        return cls(layer, *(sums * (1 + 1e-12)))  # derived: more than the rounding of sums of nonnegative numbers

    @property
    def order(self) -> int:
        """The order k."""
        return len(self.parts) - 1

    def remainder(
        self, radius: float, start: float, slope: float, defect: float, steps: int
    ) -> tuple[float | None, float | None]:
        """Return both bounds of :data:`closedprop.approximations.depth.following.Remainder`."""
        return self.layer.linear_error(radius, steps), self.error(radius, start, slope, defect, steps)

    @cached_property
    def _composed(self) -> Majorant:
        r"""The majorants of :math:`f_j(z_j^* + (T P_k)_j)`, of which S keeps the degrees above k."""
        known = self.layer.activations
        length = self.order + _BEYOND + 1
        radius = np.minimum(known.radius, _REACH)
        coefficients = np.zeros((len(radius), length))
        discs = np.zeros(len(radius))
        for j, inner in enumerate(self.neurons.T):
            total = np.zeros(length)
            for coefficient in known.coefficients[j, length - 1 : 1 : -1]:
                total[0] += coefficient
                total = np.convolve(total, inner)[:length]
            coefficients[j] = np.convolve(total, inner)[:length]
            low, high = 0.0, radius[j] / max(inner[1], 1e-300)
            for _ in range(40):
                middle = (low + high) / 2
                low, high = (middle, high) if np.polyval(inner[::-1], middle) < 0.9 * radius[j] else (low, middle)
            discs[j] = low
        inside = np.array([np.polyval(inner[::-1], disc) for inner, disc in zip(self.neurons.T, discs, strict=True)])
        return Majorant(coefficients, discs, known.value(inside, 2))

    def _residual(self, size: float, derivative: int) -> float:
        sizes = np.full(len(self.layer.stretch), size)
        bounds = self._composed.value(sizes, self.order + 1, derivative)
        return float((self.layer.mixed @ bounds).max()) if np.isfinite(bounds).all() else np.inf

    def _normal_form(self, size: float, derivative: int) -> float:
        d = np.arange(derivative, self.order + 1)
        factor = d if derivative else np.ones(len(d))
        return float((factor * size ** (d - derivative) @ self.parts[d]).max())

    def error(self, radius: float, start: float, slope: float, defect: float, steps: int) -> float | None:
        r"""Return a bound on :math:`\|(DH^n(y)\, DP_k(t) - DP_k(\Lambda^n t) \Lambda^n) J\|`, or None.

        With :math:`s_l = a^l |t|`, :math:`\rho_l = \max(r_l, \hat P(s_l))` and r as for the linearization, the error is at
        most :math:`a^n E_n`, where :math:`E_0 = 0` and

        .. math:: e_{l+1} = (a + \eta'(\rho_l)) e_l + \hat S(s_l), \qquad
                  E_{l+1} = \bigl(1 + \eta'(r_l)/a\bigr) E_l
                  + \bigl(\eta''(\rho_l)\, e_l\, \hat P'(s_l) + \hat S'(s_l)\bigr) \|J\| / a

        ``radius`` is :math:`\|y\|`, ``start`` :math:`\|t\|`, ``slope`` :math:`\|J\|`, ``defect``
        :math:`e_0 = \|y - P_k(t)\|`. From where the layer contracts for certain, geometric series close the sums, so the
        bound is uniform in the depth. None where an orbit may leave the discs of the activations.
        Paper: thm:amplitude-vector.
        """
        layer, a, k = self.layer, self.layer.rate, self.order
        r, s, e, total = radius, start, defect, 0.0
        for step in range(min(steps, _LAYERS)):
            rho = max(r, self._normal_form(s, 0))
            bend, steep = layer.nonlinearity(rho, 2), layer.nonlinearity(rho, 1)
            residual, residual_slope = self._residual(s, 0), self._residual(s, 1)
            if not np.isfinite([bend, residual, residual_slope]).all():
                return None
            growth, image = layer.nonlinearity(r, 1), layer.nonlinearity(r)
            follow = bend * self._normal_form(s, 1)
            q, shrink = a + (image / r if r else 0.0), a + steep
            if q < 1 and shrink < 1:
                rest = growth / (a * (1 - q))
                added = follow * (e + residual / (1 - a ** (k + 1))) / (1 - shrink) + residual_slope / (1 - a**k)
                added *= slope / a
                if (rest < _CLOSE and added < _CLOSE * (total + added)) or step == _LAYERS - 1:
                    return _power(a, steps) * float(np.exp(rest) * (total + added))
            total = (1 + growth / a) * total + (follow * e + residual_slope) * slope / a
            e = shrink * e + residual
            r, s = a * r + image, a * s
        return _power(a, steps) * total if steps <= _LAYERS else None


def _power(base: float, exponent: int) -> float:
    with np.errstate(over="ignore"):
        return float(np.float64(base) ** exponent)
