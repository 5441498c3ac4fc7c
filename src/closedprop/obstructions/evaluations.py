r"""How often the activation is evaluated in delta^(1): with the formula written out, and by back-propagation."""

from collections.abc import Sequence


def written_out(width: int, layers: int) -> int:
    r"""Return the number of evaluations of f in the formula of delta^(1), nothing shared, ``layers`` layers below the top.

    .. math:: N d_1, \qquad d_l = N d_{l+1} + s_l, \quad d_{n+1} = 0, \qquad s_1 = 1, \quad s_l = 1 + N s_{l-1}

    ``s_l`` counts the evaluations in :math:`f(z^{(l)}_i)`, from which the slope is computed, as :math:`1 - f^2` is for tanh;
    the N entries of delta^(1) are counted together.
    Cost: 2 n additions.    Accuracy: exact; :math:`\Theta(n N^n)` for N > 1, n (n + 1) / 2 for N = 1.

    >>> written_out(1, 4), written_out(2, 3)
    (10, 70)
    """
    slopes = [1]
    for _ in range(layers - 1):
        slopes.append(1 + width * slopes[-1])
    delta = 0
    for slope in reversed(slopes):
        delta = width * delta + slope
    return width * delta


def evaluation_study(width: int, layers: Sequence[int]) -> list[dict[str, int]]:
    """Return the evaluations of f in delta^(1). Columns: width, layers, written_out, recursion (one for each neuron)."""
    return [{"width": width, "layers": n, "written_out": written_out(width, n), "recursion": width * n} for n in layers]
