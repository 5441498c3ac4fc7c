r"""How many zeros a Pfaffian function can have, and how long a Pfaffian formula must be to have as many as a horseshoe gives.

A *Pfaffian chain* of order r and degree alpha on the real line is a sequence of analytic functions with
:math:`f_i' = P_i(x, f_1, \dots, f_i)`, the polynomials :math:`P_i` of degree at most alpha; a function
:math:`Q(x, f_1, \dots, f_r)` with Q of degree at most beta has the *format* (r, alpha, beta).
"""

from closedprop.scalars import Invalid

#: Order and degree of a gate: enough for products, reciprocals, real powers, exp, log, tanh, sigmoid, arctan, erf, sin on
#: a period.
GATE_ORDER, GATE_DEGREE = 3, 3


def khovanskii_bound(order: int, alpha: int, beta: int) -> int:
    r"""Return the bound on the number of nondegenerate zeros of a function of the format (r, alpha, beta) on the line.

    .. math:: K(r, \alpha, \beta) = 2^{r (r - 1) / 2}\, \beta\, (\alpha + \beta)^r

    Raises ``Invalid`` for a negative order or degrees below 1.
    Source: Khovanskii, Fewnomials (1991); Gabrielov & Vorobjov (2004), with one variable.
    Paper: thm:khovanskii.

    >>> khovanskii_bound(1, 1, 1), khovanskii_bound(3, 2, 1)
    (2, 216)
    """
    if order < 0 or alpha < 1 or beta < 1:
        raise Invalid(
            f"Khovanskii's bound for the format ({order}, {alpha}, {beta})", "not a format", "give r >= 0, degrees >= 1"
        )
    return 2 ** (order * (order - 1) // 2) * beta * (alpha + beta) ** order


def least_order(zeros: int, alpha: int, beta: int) -> int:
    """Return the least order for which Khovanskii's bound allows that many nondegenerate zeros on the line.

    >>> least_order(2**10 - 1, 2, 1)
    4
    """
    order = 0
    while khovanskii_bound(order, alpha, beta) < zeros:
        order += 1
    return order


def least_order_on_interval(zeros: int, alpha: int, beta: int) -> int:
    r"""Return the least order for a formula that is valid on a bounded open interval only.

    The substitution :math:`x = m + h \tanh t` makes of the format :math:`(r, \alpha, \beta)` on the interval the format
    :math:`(r + 1, \alpha + 2, \beta)` on the line.
    Paper: prop:pfaffian-format.

    >>> least_order_on_interval(2**10 - 1, 2, 1)
    3
    """
    order = 0
    while khovanskii_bound(order + 1, alpha + 2, beta) < zeros:
        order += 1
    return order


def program_bound(gates: int, order: int = GATE_ORDER, degree: int = GATE_DEGREE) -> int:
    r"""Return the bound on the zeros, on a bounded open interval, of what a program with s gates computes.

    A gate appends at most rho functions to the chain and raises the degree by at most d; linear combinations are free. With
    the substitution of :func:`least_order_on_interval`: :math:`K(\rho s + 1,\; 2 + d s,\; 1)`; without gates it is linear.
    Paper: lem:pfaffian-program.

    >>> program_bound(0), program_bound(1, 1, 2)
    (1, 50)
    """
    if gates == 0:
        return 1
    return khovanskii_bound(order * gates + 1, 2 + degree * gates, 1)


def least_gates(zeros: int, order: int = GATE_ORDER, degree: int = GATE_DEGREE) -> int:
    r"""Return the least number of gates of a program with that many nondegenerate zeros on a bounded open interval.

    For :math:`2^n - 1` zeros it is at least :math:`\sqrt{(n - 1) / (\rho^2 + 2 \rho \log_2 (d + 3))}`; it grows like
    :math:`\sqrt{2 n} / \rho`.
    Paper: cor:pfaffian-size.

    >>> [least_gates(2**n - 1) for n in (10, 100, 1000)]
    [1, 4, 14]
    """
    gates = 0
    while program_bound(gates, order, degree) < zeros:
        gates += 1
    return gates
