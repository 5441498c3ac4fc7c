import pytest

from closedprop.networks import ACTIVATIONS, Activation
from closedprop.networks.polynomial import polynomial, polynomial_pieces
from closedprop.scalars import Invalid


def test_pieces():
    assert polynomial_pieces(ACTIVATIONS["hardtanh"]) == [[-1], [0, 1], [1]]
    assert polynomial(ACTIVATIONS["quadratic"]) == [0, 0, 1]
    assert polynomial(Activation("cubic", "(z - 1)**3")) == [-1, 3, -3, 1]


@pytest.mark.parametrize("name", ["tanh", "softsign", "isru"])
def test_what_is_no_polynomial(name):
    with pytest.raises(Invalid, match=f"the polynomials of {name}: none over the rationals; use quadratic or relu"):
        polynomial_pieces(ACTIVATIONS[name])


@pytest.mark.parametrize("activation", [ACTIVATIONS["relu"], Activation("constant", "3")])
def test_what_has_no_degree(activation):
    with pytest.raises(Invalid, match="not that of a polynomial; use quadratic or logistic"):
        polynomial(activation)
