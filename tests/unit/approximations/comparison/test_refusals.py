import pytest

from closedprop.approximations import approximate
from closedprop.approximations.comparison.refusals import REASONS, reason
from closedprop.errors import ClosedPropError, Unable
from closedprop.networks import Network


@pytest.mark.parametrize(
    ("network", "x", "options", "expected"),
    [
        (Network.tied([[0.5]], 3, activation="relu"), [0.1], {"method": "taylor"}, "kinks"),
        (Network([[[0.5]], [[0.2]]]), [0.1], {"method": "amplitude"}, "untied"),
        (Network.tied([[0.5, 0], [0, 0.25]], 3, [0, 0], "sigmoid"), [9.0, 9.0], {"method": "taylor"}, "outside"),
        (Network.tied([[0.5, 0], [0, 0.5]], 3), [0.1, 0.1], {"method": "critical"}, "width"),
        (Network.tied([[0.5]], 3), [0.1], {"method": "critical"}, "multiplier"),
        (Network.tied([[0.5]], 3, activation="gelu"), [0.1], {"method": "surrogate"}, "no such form"),
    ],
)
def test_the_reason_of_a_refusal(network, x, options, expected):
    with pytest.raises(ClosedPropError) as caught:
        approximate(network, x, **options)
    assert reason(caught.value) == expected and expected in REASONS


def test_what_fits_no_pattern_is_other():
    assert reason(Unable("it", "not today", "wait")) == "other"
