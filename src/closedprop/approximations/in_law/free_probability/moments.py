r"""The moments of the spectrum, by Lagrange inversion: exact wherever the law of the slopes is."""

from fractions import Fraction
from typing import Any

from closedprop.algebra.power_series import power, product
from closedprop.approximations.in_law.free_probability.slopes import SlopeLaw
from closedprop.scalars import Invalid


def spectral_moment(slopes: SlopeLaw, layers: int, weights: str, weight_variance: Any, k: int) -> Any:
    r"""Return the k-th moment of the limit spectrum of :math:`J J^T`.

    .. math:: m_k = \frac{\sigma_w^{2nk}}{k}\, [w^{k-1}]\; \psi'(w) \Bigl( \frac{\psi(w)}{w} \Bigr)^{(n-1)k} (1 + \psi(w))^{e},
              \qquad e = k \text{ (Gaussian)},\ -(n-1)k \text{ (orthogonal)}

    Only powers of one series are needed, of which k terms are known: no inversion.
    Error: none over fractions; over floats rounding, times the cancellation of the signs for orthogonal weights.
    Cost: O(k^2) operations.    Raises ``Invalid`` for ``k < 0``.
    Paper: prop:spectral-moments.

    >>> linear = SlopeLaw((1,), (1,))
    >>> [str(spectral_moment(linear, 2, "gaussian", 1, k)) for k in range(5)]
    ['1', '1', '3', '12', '55']
    """
    if k < 0:
        raise Invalid(f"the moment of order {k}", "negative", "ask for k >= 0")
    if k == 0:
        return Fraction(1)
    means = [_exact(slopes.mean_power(j)) for j in range(1, k + 1)]
    derivative = [j * mean for j, mean in enumerate(means, start=1)]
    above = (layers - 1) * k
    ratio = power(means, above, means[0] ** above)
    shifted = power([means[0] * 0 + 1, *means[:-1]], k if weights == "gaussian" else -above, means[0] * 0 + 1)
    return _exact(weight_variance) ** (layers * k) * product(product(derivative, ratio), shifted)[k - 1] / k


def _exact(value: Any) -> Any:
    return Fraction(value) if isinstance(value, int) else value
