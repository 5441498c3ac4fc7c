"""Laws of every approximation: order, bound, form, refusals, two stages, cost; wrong members; and the recipe for a new one."""

from dataclasses import replace
from functools import wraps

import numpy as np
import pytest

from closedprop.approximations import APPROXIMATIONS, Method, approximate
from closedprop.approximations.comparison.evaluate import prepared
from closedprop.approximations.comparison.laws_study import bound_tally
from closedprop.approximations.comparison.problems import Kind, draw
from closedprop.approximations.comparison.refusals import reason
from closedprop.approximations.comparison.scales import measured_order, takes_balls
from closedprop.approximations.cost import recursion_cost
from closedprop.errors import ClosedPropError
from closedprop.networks import ACTIVATIONS, Network, backward
from closedprop.networks.residual import ResidualNetwork, residual_backward
from closedprop.scalars import Exact, Invalid, Truncation

#: One of each kind: odd with a pole, not odd, entire, superattracting at 0; the study of the paper has all eight.
NAMES = ("tanh", "sigmoid", "sin", "quadratic")


METHODS = pytest.mark.parametrize("method", APPROXIMATIONS.values(), ids=lambda method: method.name)
DEPTH = 4


def answers(method, act):
    """Yield answers of a method on small networks below and at the critical weight, with network, input and delta^(L)."""
    for width, sigma in ((1, 0.7), (1, 1.0), (2, 0.7)):
        ensemble = draw(act, Kind(True, width, sigma, 0.0, method.residual), DEPTH, 2, seed=5)
        x = ensemble.inputs(0.05)
        for index in range(2):
            network = ensemble.network(index, DEPTH)
            try:
                answer = called(method, network, x[index], ensemble.tops[index])
            except ClosedPropError as error:
                assert reason(error) != "other", error
                break
            yield answer, network, x[index], ensemble.tops[index]


def called(method, network, x, top):
    """Call a method as :func:`approximate` does, whether or not it is registered."""
    options = {} if method.order is None else {"order": method.order}
    if method.closed_in_depth:
        options["depth"] = network.depth
    return method.apply(network, x, top, **options)


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
    """delta^(1) first, near the true one, as a vector of the width of the input, in a type that states its error."""
    for answer, network, x, top in answers(method, act):
        assert isinstance(answer, Truncation | Exact)
        assert np.shape(answer.value[0]) == (network.widths[0],)
        value = np.asarray(answer.value[0], dtype=float)
        recursion = residual_backward if method.residual else backward
        truth = np.asarray(recursion(network, x, top).deltas[0])
        assert np.linalg.norm(value - truth) <= 0.5 * np.linalg.norm(truth)
        if isinstance(answer, Truncation):
            assert answer.order >= 1 and (answer.bound is None or answer.bound >= 0)


def law_stages(method, act):
    """What the first stage prepares gives the same delta as one call; and it does so at a depth of a million."""
    if method.prepare is None:
        return
    for answer, network, x, top in answers(method, act):
        expansion = prepared(method, network, method.order)
        value = np.asarray(answer.value[0], dtype=float)
        assert expansion.delta(x, top, DEPTH) == pytest.approx(value, rel=1e-9, abs=1e-12)
        assert np.isfinite(expansion.delta(x, top, 10**6)).all()


LAWS = [law_order, law_bound, law_form, law_stages]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", NAMES)
@METHODS
def test_law(method, name, law):
    law(method, ACTIVATIONS[name])


@METHODS
def test_an_approximation_answers_somewhere(method):
    """No law holds because everything is refused."""
    assert any(True for name in NAMES for _ in answers(method, ACTIVATIONS[name]))


@METHODS
def test_what_it_is_not_for_is_refused(method):
    """A residual network by methods for plain ones and the other way round; untied layers by what is closed in depth."""
    plain = Network([[[0.5]], [[0.25]]], activation="tanh")
    with pytest.raises(Invalid, match="residual"):
        approximate(plain if method.residual else ResidualNetwork(plain), [0.1], [1.0], method=method.name)
    takes_untied = ("surrogate", "moebius_surrogate")  # products of matrices that may differ
    if method.closed_in_depth and method.name not in takes_untied:
        network = ResidualNetwork(plain) if method.residual else plain
        with pytest.raises(ClosedPropError, match=r"tied|differ"):
            approximate(network, [0.1], [1.0], method=method.name)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "tailor"}, "did you mean taylor"),
        ({"method": "linearization", "order": 2}, "it has no order; leave it out"),
        ({"method": "taylor", "depth": 9}, "it is a recursion; give a network of that depth"),
    ],
)
def test_messages(options, message):
    with pytest.raises(Invalid, match=message):
        approximate(Network.tied([[0.5]], depth=3), [0.1], **options)


def test_the_loss_is_the_sum_of_the_outputs_if_none_is_given():
    network = Network.tied([[0.5, 0.1], [0.2, 0.3]], depth=3)
    given, left_out = (approximate(network, [0.1, 0.2], *top).value[0] for top in (([1.0, 1.0],), ()))
    assert (given == left_out).all()


def changed(method, **of_truncation):
    """A method whose answer is changed: what the laws must notice."""

    @wraps(method.apply)
    def wrong(*arguments, **options):
        answer = method.apply(*arguments, **options)
        return replace(answer, **{key: value(answer) for key, value in of_truncation.items()})

    return replace(method, name="wrong", apply=wrong)


@pytest.mark.parametrize(
    ("law", "change"),
    [
        (law_order, {"order": lambda answer: answer.order + 1}),
        (law_form, {"value": lambda answer: tuple(-np.asarray(delta) for delta in answer.value)}),
        (law_form, {"value": lambda answer: (np.append(answer.value[0], 0.0),)}),
    ],
)
def test_a_wrong_member_fails(law, change):
    with pytest.raises(AssertionError):
        law(changed(APPROXIMATIONS["taylor"], **change), ACTIVATIONS["tanh"])


def test_a_bound_that_is_too_small_fails():
    small = changed(APPROXIMATIONS["amplitude"], bound=lambda answer: answer.bound and answer.bound / 1e6)
    with pytest.raises(AssertionError):
        law_bound(small, ACTIVATIONS["tanh"])


def test_the_recipe_for_a_new_one(recipe):
    """The lines of CONTRIBUTING.md, as they stand there, and the laws of every approximation on what they define."""
    file, line = recipe("An approximation in four steps")
    namespace = {"Method": Method, "recursion_cost": recursion_cost}
    exec(file, namespace)
    method = eval(line.strip(), namespace)
    for name in ("tanh", "sin"):
        assert list(answers(method, ACTIVATIONS[name]))
        for law in LAWS:
            law(method, ACTIVATIONS[name])
