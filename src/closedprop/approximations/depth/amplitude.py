r"""The amplitude expansion about a fixed point: Koenigs' series for one neuron, Poincare's normal form for more."""

from typing import Any

from closedprop.approximations.depth.fixed_points import layer_fixed_point
from closedprop.approximations.depth.koenigs import KoenigsExpansion, koenigs_expansion
from closedprop.approximations.depth.poincare_dulac import PoincareExpansion, poincare_expansion
from closedprop.networks import Network
from closedprop.scalars import FLOATS, Exact, Scalars, Truncation


def amplitude_expansion(
    network: Network, order: int = 3, fixed_point: Any = None, x: Any = None, over: Scalars = FLOATS
) -> KoenigsExpansion | PoincareExpansion:
    r"""Return the amplitude expansion of a weight-tied network about a fixed point, for every input and depth.

    The fixed point is found from ``fixed_point``, or from the orbit of ``x``.
    Raises what the method ``amplitude`` raises but for the input.

    >>> expansion = amplitude_expansion(Network.tied([[0.5, 1], [0, 0.3]], 2, activation="tanh"), order=3)
    >>> print(expansion.smallest_divisor, expansion.delta([0.01, 0.02], [1.0, 1.0], depth=10**6))
    |lambda_2 - lambda_1^3| = 0.175 [0. 0.]
    """
    fixed = layer_fixed_point(network, fixed_point, x, over)
    build = koenigs_expansion if fixed.width == 1 else poincare_expansion
    return build(fixed, order, over)


def amplitude(
    network: Network,
    x: Any,
    delta_top: Any,
    order: int,
    depth: int,
    fixed_point: Any = None,
    first: int = 0,
    over: Scalars = FLOATS,
) -> Truncation | Exact:
    r"""Return delta^(1) of a weight-tied network by the amplitude expansion about a fixed point, truncated after degree k.

    .. math:: \tilde\delta_n = \sum_{j=1}^{k} c_j(x)\, \lambda^{jn} \;(N = 1), \qquad
              \tilde\delta_n = \sum_{1 \le |m| \le k} c_m(x)\, \lambda_1^{m_1 n} \cdots \lambda_N^{m_N n} \;(N > 1),
              \qquad n = L - 1

    ``first`` layers are done exactly before the expansion is used; then h is their output's distance from the fixed point.
    Shapes: ``x``, ``delta_top`` (N,); the value is the tuple of delta^(1) alone.
    Error: :math:`O(h^{d-1})` for the amplitude :math:`h = |x - z^*|`, d > k the least degree above k in which the series may
    have a term: order k in general, k + 1 for odd k if the layer is odd about the fixed point. About an attracting fixed
    point it is :math:`O(|\lambda_1|^n h^{d-1})` uniformly in the depth; about another one it is meant at fixed depth. None
    (``Exact``) for an affine layer. The bound is that of the expansion, None where an orbit may leave the discs in which
    the activations are bounded.
    Cost: the series once, then independent of the depth.
    Raises ``Invalid`` for an untied network, an order below 1 or wrong shapes; ``Undefined`` for an activation with kinks;
    ``Unable`` where no fixed point is found, at a multiplier 0 or of modulus 1, at a resonance, for a defective Jacobian, and
    outside the discs of convergence.
    Source: Koenigs (1884), Poincare (1879), Dulac (1912).

    >>> network = Network.tied([[0.5]], depth=2, activation="tanh")
    >>> print(amplitude(network, [0.1], [1.0], order=3, depth=11))
    ~ (array([0.00096354]),) + O(h^4), within 1.26e-07
    """
    expansion = amplitude_expansion(network, order, fixed_point, x, over)
    value = (expansion.delta(x, delta_top, depth, first),)
    if expansion.exponent is None:
        return Exact(value)
    return Truncation(value, expansion.exponent, bound=expansion.bound(x, delta_top, depth, first))
