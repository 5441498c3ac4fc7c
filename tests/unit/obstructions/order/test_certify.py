import numpy as np
import pytest

from closedprop.networks import Activation, Network, gaussian_network
from closedprop.networks.registry import ACTIVATIONS
from closedprop.obstructions.certificate import Verdict
from closedprop.obstructions.checkers import check
from closedprop.obstructions.order.certify import certify_order, sample_network
from closedprop.scalars import Invalid, Unable, Undefined

INTEGERS = [[1, 2, 3], [0, 1, 4], [5, 6, 0]]
BIPOLAR = Activation("bipolar", "2/(1 + exp(-z)) - 1")
MOEBIUS = Activation("moebius", "1/(1 + z)")


def _order(*arguments, **options):
    certificate = certify_order(*arguments, **options)
    assert check(certificate) == certificate.verdict
    assert certificate.data["span"] == certificate.data["order"]
    return certificate.data["order"]


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("of", ["output", "derivative"])
@pytest.mark.parametrize("depth", [1, 2, 7])
def test_scalar_networks(activation, of, depth):
    assert _order(activation=activation, depth=depth, tied=True, of=of) == depth


def test_depth_forty():
    certificate = certify_order(depth=40, tied=True)
    assert certificate.data["order"] == 40 and certificate.paper == "thm:order"


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize(("width", "depth"), [(2, 4), (3, 3)])
def test_wide_networks(width, depth, tied):
    neurons = width * depth
    assert _order(width=width, depth=depth, tied=tied) == neurons
    assert _order(width=width, depth=depth, tied=tied, of="delta", index=(depth, 0)) == neurons - width + 1
    assert _order(width=width, depth=depth, tied=tied, of="delta", index=(1, 0)) == neurons
    assert _order(width=width, depth=depth, tied=tied, of="weight", index=(depth, 0, 0)) == neurons - width + 1


def test_integer_weights():
    network = Network.tied(INTEGERS, 4)
    assert [_order(network), _order(network, of="derivative"), _order(network, of="delta", index=(3, 0))] == [9, 9, 7]


def test_zero_output_weight():
    certificate = certify_order(Network([INTEGERS, INTEGERS, [[1, 0, 2]]]))
    assert (certificate.data["order"], certificate.data["neurons"]) == (8, 9)


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_dependent_directions(depth):
    network = Network.tied([[1, 2], [3, -1]], depth + 1, ["1/2", "-1/3"])
    assert _order(network, direction=(1, 2)) == 2 * depth - 1
    assert _order(network, direction=(1, 2), base=(1, "1/7"), of="derivative") == 2 * depth - 1
    bottleneck = Network.tied([[1, 1], [2, 2]], depth + 1, ["1/2", "-1/3"], "sigmoid")
    assert _order(bottleneck, direction=(1, 2)) == depth


@pytest.mark.parametrize("seed", range(40))
def test_random_networks(seed, sparse_line):
    """Sparse networks with singular layers: what is proved is accepted, and is the number of variables."""
    line = sparse_line(seed)
    network = Network(line.weights, line.biases, line.activation)
    direction = line.direction or "generic"
    certificate = certify_order(network, direction=direction, base=line.base, output=line.output, seed=seed)
    data = certificate.data
    assert check(certificate) == certificate.verdict
    if certificate.verdict is Verdict.PROVED:
        ranks = data["hypotheses"]["ranks"]
        assert data["order"] == data["span"] == sum(ranks) == data["variables"]
    else:
        assert not data["hypotheses"]["independent"] and not data["hypotheses"]["reduced"]
        assert data["order"] is None and data["span"] is None


def test_full_random_networks_have_the_order_of_their_neurons():
    rng = np.random.default_rng(5)
    for _ in range(10):
        widths = [int(width) for width in sorted(rng.integers(1, 4, size=4), reverse=True)]
        network = gaussian_network(rng, [*widths, 1], sigma_w=1.5, sigma_b=0.5)
        assert _order(network) == sum(widths)


def test_an_activation_of_the_user():
    assert _order(activation=BIPOLAR, width=2, depth=3) == 6
    assert _order(activation={"name": "mine", "expression": "(exp(z) - 2)/(exp(z) + 3)"}, depth=3) == 3


ORDERS = {
    "exp": (3, 3),
    "sin": (3, 3),
    "silu": (3, 3),
    "arctan": (3, 2),
    "softplus": (4, 3),
    "erf": (6, 5),
    "gelu": (6, 6),
}


@pytest.mark.parametrize("activation", ORDERS)
def test_other_gates(activation):
    weights = "generic" if activation == "softplus" else "rational"
    found = [_order(activation=activation, depth=3, weights=weights, of=of) for of in ("output", "derivative")]
    assert tuple(found) == ORDERS[activation]


@pytest.mark.parametrize(
    ("activation", "orders"),
    [("silu", (6, 6)), ("arctan", (5, 4)), ("softplus", (7, 6)), ("erf", (11, 10)), ("gelu", (12, 12))],
)
def test_other_gates_in_wide_networks(activation, orders):
    weights = "generic" if activation == "softplus" else "rational"
    options = {"activation": activation, "width": 2, "depth": 3, "weights": weights}
    assert tuple(_order(**options, of=of) for of in ("output", "derivative")) == orders


def test_a_cosine_is_known_by_its_expression():
    assert _order(activation=Activation("wave", "cos(z)"), depth=2) == 2


def test_moebius_layers_are_refused():
    for depth, rank in ((2, 2), (3, 3), (5, 3)):
        certificate = certify_order(activation=MOEBIUS, depth=depth)
        assert check(certificate) == certificate.verdict == Verdict.UNKNOWN
        assert certificate.data["order"] is None and certificate.data["jet_rank"] == rank
        assert certificate.data["hypotheses"]["transcendental gate"] is False
        assert certificate.claim == (
            f"The jet rank {rank} of the output of this moebius network of {depth} hidden neurons along the input line"
            " is its order."
        )


def test_rational_softplus_is_refused():
    certificate = certify_order(activation="softplus", depth=3)
    assert certificate.verdict is Verdict.UNKNOWN and certificate.data["hypotheses"]["ranks"] == [1, 0, 0]


def test_constants_have_order_zero():
    certificate = certify_order(depth=2, of="delta", index=(3, 0))
    assert certificate.data["order"] == 0 and check(certificate) is Verdict.PROVED


def test_claims():
    assert (
        certify_order(depth=1).claim
        == "The output of this tanh network of 1 hidden neuron along the input line has order 1."
    )
    delta = certify_order(width=2, depth=2, of="delta", index=(2, 1))
    assert (
        delta.claim
        == "The entry delta^(2)_1 of this tanh network of 4 hidden neurons along a generic input line has order 3."
    )
    weight = certify_order(width=2, depth=2, weights="generic", of="weight", index=(1, 0, 1))
    assert weight.claim == (
        "The derivative of the output with respect to W^(1)_0,1 of this tanh network of 4 hidden neurons with generic weights"
        " along a generic input line has order 3."
    )


def test_the_seed_decides():
    assert certify_order(depth=2, seed=3).record() == certify_order(depth=2, seed=3).record()
    assert certify_order(depth=2, seed=3).data["point"] != certify_order(depth=2, seed=4).data["point"]


def test_sampled_weights_have_no_zero_and_independent_rows():
    network = sample_network(np.random.default_rng(0), 3, 6, ACTIVATIONS["tanh"], tied=False)
    assert all(entry != 0 for weight in network.weights for entry in weight.flat)
    assert all(np.linalg.matrix_rank(weight.astype(float)) == 3 for weight in network.weights[:-1])


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"activation": "relu"}, Unable, "the order of a network of relu: no differential system of its gate is known"),
        ({"activation": "tahn"}, Invalid, "did you mean tanh"),
        ({"depth": 0}, Invalid, "a network of 0 hidden layers of width 1: no neurons; give at least 1 of each"),
        ({"weights": "real"}, Invalid, "'real' weights: unknown; use rational or generic"),
        (
            {"prime": 101},
            Invalid,
            "an order certificate modulo 101: coincidences are likely; use a prime of 31 to 64 bits",
        ),
        ({"prime": 2**40}, Invalid, "not a prime below"),
        ({"of": "loss"}, Invalid, "the order of the loss: unknown"),
        (
            {"network": Network([[["1/2147483629"]]]), "prime": 2147483629},
            Undefined,
            "divides the denominator; use another",
        ),
    ],
    ids=str,
)
def test_refusals(options, error, message):
    with pytest.raises(error, match=message):
        certify_order(**options)
