import random
from fractions import Fraction

import numpy as np
import pytest

from closedprop.obstructions.order.learning import Descent, learning_study, trained_order
from closedprop.scalars import Invalid


@pytest.mark.parametrize("size", [(1, 1, 1), (1, 1, 4), (2, 1, 2), (1, 2, 2), (2, 2, 2), (3, 1, 2), (1, 3, 2)])
@pytest.mark.parametrize("of", ["w", "v"])
def test_the_order_of_trained_weights(size, of):
    hidden, data, steps = size
    found = trained_order(hidden, data, steps, of)
    assert found.order == found.span == found.variables == hidden * data * steps and found.independent


def test_a_step_is_gradient_descent():
    """Against a numerical gradient in double precision, error below 1e-6; the neurons are then tanh itself."""
    rng = random.Random(0)
    numbers = lambda count: [Fraction(rng.randrange(1, 20), 10) for _ in range(count)]  # noqa: E731
    inputs, targets, rate = numbers(3), numbers(3), Fraction(1, 10)
    start = list(zip(numbers(2), numbers(2), strict=True))
    descent = Descent(0, inputs, targets, rate, start, [(0, 0), (0, 0)])
    history = descent.run(1, 0.0, lambda s, i, d, h: np.tanh(float(h)))

    def loss(theta):
        w, v = theta[:2], theta[2:]
        predicted = [sum(v[i] * np.tanh(w[i] * float(x)) for i in range(2)) for x in inputs]
        return sum((p - float(y)) ** 2 for p, y in zip(predicted, targets, strict=True)) / 2

    theta = np.array([float(w) for w, _ in start] + [float(v) for _, v in start])
    gradient = [(loss(theta + 1e-6 * e) - loss(theta - 1e-6 * e)) / 2e-6 for e in np.eye(4)]
    trained = [float(w) for w, _ in history[1]] + [float(v) for _, v in history[1]]
    assert np.allclose(trained, theta - float(rate) * np.array(gradient), atol=1e-6)


def test_rows_of_the_study():
    rows = learning_study([(1, 1, 2), (2, 1, 1)])
    assert [(row["weight"], row["order"]) for row in rows] == [("w", 2), ("v", 2), ("w", 2), ("v", 2)]


@pytest.mark.parametrize("options", [(0, 1, 1), (1, 0, 1), (1, 1, 0), (1, 1, 1, "u")])
def test_nothing_to_train(options):
    with pytest.raises(Invalid, match="nothing to train; give at least one of each, and w or v"):
        trained_order(*options)
