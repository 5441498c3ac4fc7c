r"""Points of a real elliptic curve as angles: Landen's transformation, down and up, over BALLS.

With :math:`a_{j+1} = (a_j + b_j)/2`, :math:`b_{j+1} = \sqrt{a_j b_j}`, the numbers

.. math:: c_j = c_{j+1} + \frac{a_j^2 - b_j^2}{4 c_{j+1}}, \qquad s_j = \sqrt{c_j^2 - a_j^2}
              = s_{j+1} \Bigl(1 - \frac{(a_j - b_j)^2}{4 c_{j+1}^2}\Bigr)^{1/2}

tend quadratically to :math:`c = M/\sin\psi`, :math:`s = M \cot\psi`, M the mean of a_0 and b_0. The angle psi is proportional
to the elliptic logarithm, so multiplying a point multiplies psi.
Source: Cohen, A Course in Computational Algebraic Number Theory, 7.4.
"""

import flint

Ball = flint.arb


def multiplied(curve: tuple[Ball, Ball], x: Ball, n: int) -> tuple[Ball, Ball]:
    """Return the first coordinate of :math:`[2^n] P` and its derivative by x, the first coordinate of P; n >= 1.

    Every answer encloses the truth; it is infinite where a ball does not tell on which side of a root of the cubic it lies.
    """
    a, b = curve
    height = (x * x + a) * x + b
    if height < 0:
        # x lies on the twist: F(x) = -G(-x) with the duplication map G of y^2 = x^3 + a x - b.
        z, slope = multiplied((a, -b), -x, n)
        return -z, slope
    discriminant = -4 * a * a * a - 27 * b * b
    if not height > 0 or discriminant.contains(0):
        return flint.arb("nan"), flint.arb("nan")
    if discriminant < 0:
        return _one_root(a, _real_root(a, b), x, n)
    first, second, third = _real_roots(a, b)
    if x > first:
        return _three_roots(first, second, third, x, n)
    if not x < first:
        return flint.arb("nan"), flint.arb("nan")
    # On the oval; twice the point is on the unbounded branch.
    z, slope = _once(a, b, x, height)
    if n == 1:
        return z, slope
    z, rest = _three_roots(first, second, third, z, n - 1)
    return z, slope * rest


def _once(a: Ball, b: Ball, x: Ball, height: Ball) -> tuple[Ball, Ball]:
    slope = 3 * x * x + a
    z = slope * slope / (4 * height) - 2 * x
    return z, 2 * (slope * (x - z) / (2 * height) - 1)


def _real_roots(a: Ball, b: Ball) -> tuple[Ball, Ball, Ball]:
    """Return the three real roots, in decreasing order, by Viete's cosines."""
    radius = 2 * (-a / 3).sqrt()
    angle = (3 * b / (a * radius)).acos() / 3
    turn = 2 * flint.arb.pi() / 3
    return radius * angle.cos(), radius * (angle - turn).cos(), radius * (angle + turn).cos()


def _real_root(a: Ball, b: Ball) -> Ball:
    """Return the only real root, by Cardano's formula without cancellation."""
    s = (b * b / 4 + a * a * a / 27).sqrt()
    u = -((b / 2 + s).root(3)) if b > 0 else (s - b / 2).root(3)
    return u - a / (3 * u)


def _three_roots(first: Ball, second: Ball, third: Ball, x: Ball, n: int) -> tuple[Ball, Ball]:
    a, b = (first - third).sqrt(), (first - second).sqrt()
    c, s = (x - third).sqrt(), (x - first).sqrt()
    C, S = _multiplied_angle(a, b, c, s, n)
    # y^2 = (x - e1)(x - e2)(x - e3) = s^2 (s^2 + b^2) c^2, with the sign of the cotangent.
    slope = 2**n * (S * abs(C) * (S * S + b * b).sqrt()) / (s * c * (s * s + b * b).sqrt())
    return third + C * C, slope


def _one_root(p: Ball, root: Ball, x: Ball, n: int) -> tuple[Ball, Ball]:
    beta = (3 * root * root + p).sqrt()
    a, b, r = 2 * beta.sqrt(), (3 * root + 2 * beta).sqrt(), (x - root).sqrt()
    c, s = r + beta / r, r - beta / r
    C, S = _multiplied_angle(a, b, c, s, n)
    R = (C + S) / 2
    # y^2 = r^4 (s^2 + b^2), with the sign of the sine.
    slope = 2**n * R * abs(R) * (S * S + b * b).sqrt() / (r * r * (s * s + b * b).sqrt())
    return root + R * R, slope


def _multiplied_angle(a: Ball, b: Ball, c: Ball, s: Ball, n: int) -> tuple[Ball, Ball]:
    """Return c and s after the angle is multiplied by 2^n."""
    stages = []
    while not (a - b).contains(0) and abs(a - b) > abs(a) * flint.arb(2) ** -flint.ctx.prec:
        c_next = (c + (s * s + b * b).sqrt()) / 2
        s = s / (1 - _square((a - b) / (2 * c_next))).sqrt()
        stages.append((a, b))
        a, b, c = (a + b) / 2, (a * b).sqrt(), c_next
    mean = a.union(b)
    # derived: c_j - c_oo <= (a_j^2 - b_j^2)/(3 b_j), because a_{j+1}^2 - b_{j+1}^2 <= (a_j^2 - b_j^2)/4 and c_j >= b_j;
    # the remaining factors of s differ from 1 by less than ((a_j - b_j)/b_j)^2.
    unit = flint.arb(0, 1)
    shift, factor = unit * abs((a * a - b * b) / (3 * b)), 1 + unit * _square((a - b) / b)
    psi = 2**n * (flint.arb.pi() / 2 - (s * factor / mean).atan())
    sine, cosine = psi.sin(), psi.cos()
    C = mean / sine
    S = C * cosine * factor
    C = C + shift
    for a, b in reversed(stages):
        S = S * (1 - _square((a - b) / (2 * C))).sqrt()
        C = C + (a * a - b * b) / (4 * C)
    return C, S


def _square(ball: Ball) -> Ball:
    return ball * ball
