"""Constants of the critical layers, from computations that use neither Abel's series nor ball arithmetic."""

import mpmath as mp
import pytest

from closedprop.approximations.depth.critical import critical_expansion
from closedprop.networks import Network


def extrapolated(layer, slope, x, a):
    """delta_n / z_n^3 is a power series in z_n^2 without logarithms: Neville's scheme to z = 0, at 40 digits."""
    points, values = [], []
    with mp.workdps(40):
        z, delta = mp.mpf(x), mp.mpf(1)
        for n in range(1, 1001):
            delta, z = delta * slope(z), layer(z)
            if n in (100, 150, 200, 300, 400, 500, 700, 850, 1000):
                points.append(z**2)
                values.append(delta / z**3)
        for step in range(1, len(values)):
            for i in range(len(values) - step):
                far, near = points[i], points[i + step]
                values[i] = (far * values[i + 1] - near * values[i]) / (far - near)
        return values[0] * (2 * mp.mpf(a)) ** mp.mpf("-1.5")


def test_tanh_against_isru():
    """The brief has 3.348 and 3.588 at z = 0.8: the first is tanh, the second the inverse square root, exactly."""
    tanh = extrapolated(mp.tanh, lambda z: mp.sech(z) ** 2, "0.8", mp.mpf(1) / 3)
    found = critical_expansion(Network.tied([[1]], 2), 8).constant("4/5").value
    assert float(tanh) == pytest.approx(3.3480022534, abs=5e-11)
    assert abs(float(found.mid()) - float(tanh)) < 1e-11
    isru = critical_expansion(Network.tied([["1"]], 2, None, "isru"), 4).constant("4/5").value
    assert float(isru.mid()) == pytest.approx(0.8**-3, rel=1e-12)  # (1 + n z^2)^(-3/2)
    assert float(isru.mid()) * 1.5**1.5 == pytest.approx(3.5881197404, abs=5e-11)


def test_sine():
    """sin z = z - z^3/6 + ..; de Bruijn's asymptotics of its iterates start with sqrt(3/n)."""
    sine = extrapolated(mp.sin, mp.cos, "0.8", mp.mpf(1) / 6)
    found = critical_expansion(Network.tied([[1]], 2, None, "sin"), 8).constant("4/5").value
    assert abs(float(found.mid()) - float(sine)) < 1e-9
