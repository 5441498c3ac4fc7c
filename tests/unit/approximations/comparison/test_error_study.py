import numpy as np
import pytest

from closedprop.approximations.comparison.error_study import error_study
from closedprop.approximations.comparison.evaluate import first_delta, prepared
from closedprop.approximations.comparison.problems import Kind, draw
from closedprop.approximations.comparison.stacked import stacked_answer
from closedprop.approximations.methods import APPROXIMATIONS
from closedprop.errors import ClosedPropError
from closedprop.networks import ACTIVATIONS
from closedprop.reports.records import select

SOME = {name: APPROXIMATIONS[name] for name in ("taylor", "linearization", "amplitude", "critical", "magnus")}
BLOCKS = [
    {"tied": [1], "widths": [1, 2], "sigmas": [0.9], "depths": [3, 20], "amplitudes": [0.1, 1.0]},
    {"tied": [1], "widths": [1], "sigmas": [0.9, 1.0], "depths": [3], "amplitudes": [0.1]},
    {"tied": [1], "widths": [2], "sigmas": [0.9], "depths": [3], "amplitudes": [0.1], "orders": [1, 3]},
    {"tied": [0], "widths": [2], "sigmas": [0.9], "depths": [3], "amplitudes": [0.1]},
    {"residual": True, "tied": [0], "widths": [2], "sigmas": [0.9], "depths": [3], "amplitudes": [0.1]},
]


@pytest.fixture(scope="module")
def rows():
    return error_study("tanh", BLOCKS, draws=6, local_depth=10, seed=1, methods=SOME)


def test_every_cell_is_run_once(rows):
    places = [tuple(row[key] for key in list(row)[:12]) for row in rows]
    assert len(set(places)) == len(places)
    assert (
        len(select(rows, method="taylor", tied=1, width=2, depth=3, amplitude=0.1, sigma_w=0.9)) == 2
    )  # its two orders
    assert len({tuple(row) for row in rows}) == 1


def test_who_runs_where(rows):
    assert not select(rows, method="taylor", depth=20) and select(rows, method="linearization", depth=20)
    (row,) = select(rows, method="linearization", tied=0)
    assert row["refused"] == 1.0 and row["reason"] == "untied"
    assert {row["method"] for row in select(rows, residual=1)} == {"magnus"}
    assert not select(rows, method="magnus", residual=0)


def test_refusals_are_counted_with_their_reason(rows):
    (row,) = select(rows, method="critical", width=2, depth=20, amplitude=0.1)
    assert row["refused"] == 1.0 and row["reason"] == "width" and row["error_median"] is None
    (row,) = select(rows, method="critical", width=1, sigma_w=1.0)
    assert row["refused"] == 0.0 and row["reason"] is None and row["error_median"] < 1e-9


def test_the_errors_are_those_of_the_method(rows):
    ensemble = draw(ACTIVATIONS["tanh"], Kind(True, 2, 0.9), 20, 6, 1)
    x = ensemble.inputs(0.1)
    truth, errors = ensemble.truths(x, 20), []
    for index in range(6):
        rough = APPROXIMATIONS["linearization"].apply(
            ensemble.network(index, 20), x[index], ensemble.tops[index], depth=20
        )
        errors.append(np.linalg.norm(rough.value[0] - truth[index]) / np.linalg.norm(truth[index]))
    (row,) = select(rows, method="linearization", width=2, depth=20, amplitude=0.1)
    assert row["draws"] == 6 and row["error_median"] == pytest.approx(sorted(errors)[2], rel=1e-9)
    assert row["error_p05"] <= row["error_median"] <= row["error_p95"] and row["norm_median"] <= row["error_p95"]


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "quadratic"])
@pytest.mark.parametrize("kind", [Kind(True, 2, 0.9, 0.1), Kind(False, 3, 1.5)], ids=str)
def test_side_by_side_is_one_by_one(name, kind):
    ensemble = draw(ACTIVATIONS[name], kind, 5, 4, 3)
    x = ensemble.inputs(2.0)
    for method in ("taylor", "pade", "chebyshev", "minimax", "hermite"):
        stacked = stacked_answer(method, ensemble, x, 5, 3)
        bounds = stacked.bounds(ensemble, 5)
        for index in range(4):
            arguments = ensemble.network(index, 5), x[index], ensemble.tops[index], 3
            try:
                answer = APPROXIMATIONS[method].apply(*arguments)
            except ClosedPropError:
                assert stacked.outside[index]
                continue
            assert not stacked.outside[index] and (stacked.delta[index] == answer.value[0]).all()
            assert getattr(answer, "bound", None) in (None, pytest.approx(bounds[index], rel=1e-6))
    assert stacked_answer("amplitude", ensemble, x, 5, 3) is None


def test_two_stages_give_what_one_call_gives():
    method, ensemble = APPROXIMATIONS["amplitude"], draw(ACTIVATIONS["tanh"], Kind(True, 2, 0.9), 2, 1, 3)
    network, x, top = ensemble.network(0, 2), ensemble.inputs(0.1)[0], ensemble.tops[0]
    expansion = prepared(method, network, 3)
    arguments = method, network, x, top, 50, 3
    assert first_delta(*arguments, expansion) == pytest.approx(first_delta(*arguments), rel=1e-12)
    assert prepared(APPROXIMATIONS["taylor"], network, 3) is None
