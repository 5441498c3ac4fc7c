r"""Singular values of the Jacobians of sampled networks, to their own relative accuracy over hundreds of decades.

The squared singular values of a product of 32 Gaussian layers span 60 decades and more; multiplied out, the smaller half
would drown in rounding errors. So the product is kept as an orthogonal factor and a graded triangular one.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from scipy.linalg.lapack import dgejsv

from closedprop.networks import activation, stream
from closedprop.scalars import Invalid, nearest

WEIGHTS = ("gaussian", "orthogonal")
#: Keeps the streams of these networks apart from those of the other samples of this stage.
_CASE = 7


def squared_singular_values(
    act_name: str,
    weights: str,
    weight_variance: float,
    bias_variance: float,
    q: float,
    width: int,
    layers: Iterable[int],
    seed: int,
    case: tuple[int, ...],
) -> Iterator[tuple[int, np.ndarray]]:
    r"""Yield, for each number n of ``layers``, the squared singular values of one sampled Jacobian.

    .. math:: J_n = \frac{\partial z^{(n+1)}}{\partial z^{(1)}} = W_n D_n \cdots W_1 D_1, \qquad D_l = \operatorname{diag}
              f'(z^{(l)}), \quad z^{(l+1)} = W_l f(z^{(l)}) + b_l, \quad z^{(1)} \sim N(0, q I)

    The slopes are those of the forward pass through the same weights. Closed gates are left out, so that the rank is exact:
    as many values as it are yielded, in decreasing order; the others are 0.
    Shapes: each result (rank,), rank at most ``width``.
    Error: small relative to each value, not only to the largest; measured against 120 digits in the tests, 1e-10 or less.
    Cost: two QR factorizations a layer, one Jacobi SVD a result.
    Raises ``Invalid`` for unknown weights.
    Source: Drmac & Veselic, SIAM J. Matrix Anal. Appl. 29 (2008) 1322-1362 (LAPACK's dgejsv).

    >>> [(n, values)] = squared_singular_values("identity", "orthogonal", 1.0, 0.0, 1.0, 6, [3], seed=1, case=(0,))
    >>> n, values.round(12)
    (3, array([1., 1., 1., 1., 1., 1.]))
    """
    if weights not in WEIGHTS:
        raise Invalid(f"sampled {weights} weights", "unknown", nearest(weights, WEIGHTS))
    act, rng, wanted = activation(act_name), stream(seed, "random", _CASE, *case), set(layers)
    z = np.sqrt(q) * rng.standard_normal(width)
    frame, graded = np.eye(width), np.eye(width)
    for layer in range(1, max(wanted) + 1):
        weight = np.sqrt(weight_variance) * _matrix(rng, weights, width)
        slopes = act.slope(z)
        z = weight @ act(z) + np.sqrt(bias_variance) * rng.standard_normal(width)
        is_open = slopes != 0
        frame, graded = _multiplied(slopes[is_open, None] * frame[is_open], graded)
        frame, graded = _multiplied(weight[:, is_open] @ frame, graded)
        if layer in wanted:
            yield layer, _squared(graded)


def _matrix(rng: np.random.Generator, weights: str, width: int) -> np.ndarray:
    """Return a matrix with entries N(0, 1/N), or an orthogonal one from the Haar measure."""
    gaussian = rng.standard_normal((width, width))
    if weights == "gaussian":
        return gaussian / np.sqrt(width)
    # With positive diagonal of R, Q has the Haar measure: Mezzadri, Notices of the AMS 54 (2007) 592-604.
    q, r = np.linalg.qr(gaussian)
    return q * np.sign(np.diag(r))


def _multiplied(left: np.ndarray, graded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a factorization of ``left @ graded``; a row of the triangular factor sees only smaller rows of the other."""
    q, r = np.linalg.qr(left)
    return q, r @ graded


def _squared(graded: np.ndarray) -> np.ndarray:
    if not len(graded):
        return np.zeros(0)
    # joba = 0: accurate to the last bits where the columns are graded; no singular vectors, no restriction of the range
    values, _, _, work, _, info = dgejsv(graded.T, joba=0, jobu=3, jobv=3, jobr=0, jobt=0, jobp=0)
    if info:
        raise Invalid("singular values of a Jacobian", f"LAPACK's dgejsv reports {info}", "use a smaller depth")
    return (values * (work[0] / work[1])) ** 2
