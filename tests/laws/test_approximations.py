"""Laws of every approximation: order, bound, form, refusals, two stages, cost; wrong members; and the recipe for a new one."""

from pathlib import Path

import numpy as np
import pytest

from closedprop.approximations import APPROXIMATIONS
from closedprop.approximations.comparison.laws_study import bound_tally
from closedprop.approximations.comparison.problems import Kind, draw
from closedprop.approximations.comparison.refusals import reason
from closedprop.approximations.comparison.scales import measured_order, takes_balls
from closedprop.errors import ClosedPropError
from closedprop.networks import ACTIVATIONS
from closedprop.scalars import Exact, Truncation

ROOT = Path(__file__).parents[2]
#: One of each kind: odd with a pole, not odd, entire, superattracting at 0; the study of the paper has all eight.
NAMES = ("tanh", "sigmoid", "sin", "quadratic")


def answered(method, act, width=2, depth=4, residual=False, order=None, count=6):
    """Yield the answers of a method on small random networks with the network's width and the two stages' arguments."""
    ensemble = draw(act, Kind(method.closed_in_depth or not residual, width, 0.7, 0.0, residual), depth, count, seed=5)
    x = ensemble.inputs(0.2)
    for index in range(count):
        network, options = ensemble.network(index, depth), {}
        if method.order is not None:
            options["order"] = order or method.order
        if method.closed_in_depth:
            options["depth"] = depth
        try:
            answer = method.apply(network, x[index], ensemble.tops[index], **options)
        except ClosedPropError as error:
            assert reason(error) != "other", error
            continue
        yield answer, network, x[index], ensemble.tops[index]


def law_order(method, act):
    """The measured exponent of the error is the predicted one."""
    if not takes_balls(method):
        return
    try:
        found = measured_order(method, act, method.order)
    except ClosedPropError as error:
        assert reason(error) != "other", error
        return
    if found is not None:
        predicted, measured = found
        assert measured == pytest.approx(predicted, abs=0.1)


def law_bound(method, act):
    """No error above its bound."""
    assert bound_tally(method, act, method.order, instances=12, seed=3)["violations"] == 0


def law_form(method, act):
    """delta^(1) first, as a vector of the width of the input, in a type that states its error."""
    for width in (1, 2):
        for answer, _, _, _ in answered(method, act, width, residual=method.residual):
            assert isinstance(answer, Truncation | Exact)
            assert np.shape(answer.value[0]) == (width,) and np.isfinite(np.asarray(answer.value[0], float)).all()
            if isinstance(answer, Truncation):
                assert answer.order >= 1 and (answer.bound is None or answer.bound >= 0)


def law_stages(method, act):
    """What the first stage prepares gives the same delta as one call, at this depth and at 10^6."""
    if method.prepare is None:
        return
    for answer, network, x, top in answered(method, act):
        order = () if method.order is None else (method.order,)
        expansion = method.prepare(network, *order)
        assert expansion.delta(x, top, 4) == pytest.approx(np.asarray(answer.value[0], float), rel=1e-9, abs=1e-12)
        assert np.isfinite(expansion.delta(x, top, 10**6)).all()


LAWS = [law_order, law_bound, law_form, law_stages]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", APPROXIMATIONS.values(), ids=lambda method: method.name)
def test_law(law, method, name):
    law(method, ACTIVATIONS[name])


@pytest.mark.parametrize("method", APPROXIMATIONS.values(), ids=lambda method: method.name)
def test_an_approximation_answers_somewhere(method):
    """No law holds because everything is refused."""
    counts = [
        len(list(answered(method, ACTIVATIONS[name], w, residual=method.residual))) for name in NAMES for w in (1, 2)
    ]
    assert sum(counts) > 0 or method.name == "critical", counts  # it takes multiplier 1 only
