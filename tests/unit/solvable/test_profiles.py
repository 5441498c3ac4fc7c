import pytest

from closedprop.solvable.profiles import profile_study


def test_critical_decay_of_the_surrogate_and_of_tanh():
    """At w = 1, z = 0.8: delta_n n^(3/2) tends to 3.588 (inverse square root, a = 2/3) and 3.348 (tanh); independent values."""
    rows = {row["layer"]: row["delta"] * 4000**1.5 for row in profile_study(["1"], "4/5", [4000])}
    assert rows["isru"] == pytest.approx(3.588, abs=0.005)
    assert rows["tanh"] == pytest.approx(3.348, abs=0.01)


def test_softsign_by_hand():
    """delta_n = 1 / (1 + n |x|)^2 at w = 1."""
    (delta,) = [row["delta"] for row in profile_study(["1"], "1/2", [6]) if row["layer"] == "softsign"]
    assert delta == 1 / 16
