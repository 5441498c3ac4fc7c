from dataclasses import replace

import pytest

from closedprop.approximations.comparison.laws_study import bound_tally, laws_study
from closedprop.approximations.comparison.scales import SCALES, measured_order
from closedprop.approximations.methods import APPROXIMATIONS
from closedprop.networks import ACTIVATIONS, activation_from

SOME = {name: APPROXIMATIONS[name] for name in ("taylor", "linearization", "critical", "magnus")}


def test_rows_of_every_method_and_order():
    rows = laws_study("tanh", orders=[1, 2], instances=13, local_instances=25, seed=1, methods=SOME)
    assert [(row["method"], row["order"]) for row in rows] == [
        (name, order)
        for name, orders in zip(SOME, ([1, 2, 3], [None], [1, 2, 8], [1, 2]), strict=True)
        for order in orders
    ]
    assert len({tuple(row) for row in rows}) == 1
    for row in rows:
        assert row["measured"] == pytest.approx(row["predicted"], abs=0.1)
        if row["order"] == SOME[row["method"]].order:
            assert row["violations"] == 0 and row["instances"] > 0
        assert row["ratio_median"] is None or row["ratio_p05"] <= row["ratio_median"] <= row["ratio_p95"]


def test_an_activation_of_ones_own_joins():
    mish = activation_from("mish", "z*tanh(log(1 + exp(z)))")
    rows = laws_study(mish, [2], 13, 25, seed=1, methods={"taylor": SOME["taylor"]})
    assert rows[0]["activation"] == "mish" and rows[0]["measured"] == pytest.approx(2, abs=0.1)


def test_violations_are_counted():
    method = APPROXIMATIONS["linearization"]

    def hopeful(*arguments, **options):
        answer = method.apply(*arguments, **options)
        return replace(answer, bound=None if answer.bound is None else answer.bound / 1e9)

    wrong = bound_tally(replace(method, apply=hopeful), ACTIVATIONS["tanh"], None, 13, seed=1)
    assert wrong["violations"] > wrong["instances"] / 2 > 0


def test_a_refusal_is_reported():
    row = laws_study("erf", [8], 13, 25, 1, {"critical": APPROXIMATIONS["critical"]})[0]
    assert row["predicted"] is None and row["refusal"] == "multiplier"


@pytest.mark.parametrize("name", SCALES)
def test_every_family_of_problems_is_for_a_method(name):
    assert name in APPROXIMATIONS
    assert measured_order(APPROXIMATIONS[name], ACTIVATIONS["tanh"], APPROXIMATIONS[name].order) is not None
