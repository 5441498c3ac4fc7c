import pytest

from closedprop.approximations.local.catalogue import LOCAL
from closedprop.approximations.local.order import error_exponent
from closedprop.approximations.local.order_study import local_orders
from closedprop.networks import activation
from closedprop.scalars import Invalid


def test_exponents_follow_parity():
    assert [error_exponent(activation("sigmoid"), k) for k in (1, 2, 3)] == [2, 2, 4]  # sigmoid - 1/2 is odd
    assert [error_exponent(activation("softplus"), k) for k in (1, 2, 3)] == [1, 3, 3]  # softplus - z/2 is even
    assert error_exponent(activation("quadratic"), 2) is None and error_exponent(activation("relu"), 3) == 0


def test_an_order_below_one():
    with pytest.raises(Invalid, match="an approximation of order 0: its slope is 0; ask for an order of at least 1"):
        error_exponent(activation("tanh"), 0)


@pytest.mark.parametrize(("name", "places"), [("tanh", 2), ("softplus", 1), ("quadratic", 1)])
def test_measured_order_is_the_predicted_one_and_the_bound_is_the_error(name, places):
    rows = local_orders(name, (1, 2, 3), depth=3, width=2, seed=11)
    orders = 1 if name == "quadratic" else 3  # of which the others are exact
    assert len(rows) == places * len(LOCAL) * orders
    for row in rows:
        assert row["measured"] == pytest.approx(row["predicted"], abs=0.1)
        assert 1 <= row["ratio"] < 1.05
