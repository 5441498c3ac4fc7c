from closedprop.networks import ACTIVATIONS, activation_from
from closedprop.networks.summary import activation_summary


def test_a_smooth_activation_has_a_slope_and_a_radius():
    (row,) = activation_summary(ACTIVATIONS["arctan"])
    assert row["slope"] == r"\frac{1}{z^{2} + 1}" and row["radius"] == 1 and row["kinks"] == ""


def test_a_kinked_one_has_kinks():
    (row,) = activation_summary(ACTIVATIONS["hardtanh"])
    assert (row["slope"], row["kinks"], row["low"], row["high"]) == ("", "-1: 0; 1: 0", -1, 1)


def test_one_of_your_own():
    (row,) = activation_summary(
        activation_from("shrink", {"expression": "z - max(-1, min(1, z))", "kinks": {-1: 0, 1: 0}})
    )
    assert row["activation"] == "shrink" and row["high"] == float("inf")
