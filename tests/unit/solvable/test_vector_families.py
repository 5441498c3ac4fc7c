"""Every vector family: its closed form against the recursion, tied and untied."""

import numpy as np
import pytest

from closedprop.scalars import BALLS, FLOATS, RATIONALS
from closedprop.solvable.conjugates import CONJUGATE_SOFTSIGN
from closedprop.solvable.logsumexp import LOG_SUM_EXP
from closedprop.solvable.maxplus import MAX_PLUS
from closedprop.solvable.monomial import LOG_LINEAR, MONOMIAL
from closedprop.solvable.normalized import NORMALIZED
from closedprop.solvable.projective import PROJECTIVE
from closedprop.solvable.pure_normalization import PURE_NORMALIZATION
from closedprop.solvable.vector_surrogates import L1_SOFTSIGN, VECTOR_ISRU

VECTOR_FAMILIES = [
    NORMALIZED,
    VECTOR_ISRU,
    PURE_NORMALIZATION,
    PROJECTIVE,
    L1_SOFTSIGN,
    LOG_SUM_EXP,
    MAX_PLUS,
    MONOMIAL,
    LOG_LINEAR,
    CONJUGATE_SOFTSIGN,
]
FAMILY = pytest.mark.parametrize("family", VECTOR_FAMILIES, ids=lambda family: family.name)
TIED = pytest.mark.parametrize("tied", [True, False], ids=["tied", "untied"])


def drawn(family, depth, tied, seed, exact=False):
    rng = np.random.default_rng([seed, depth])
    layers = [family.draw(rng, exact)] * depth if tied else [family.draw(rng, exact) for _ in range(depth)]
    return rng, layers, family.start(rng, layers[0], exact)


def closed(family, layers, tied, over):
    return family.tied(layers[0], over) if tied else family.untied(layers, over)


def distance(found, truth):
    return np.abs(found - truth).max() / np.abs(truth).max()


@TIED
@FAMILY
@pytest.mark.parametrize("depth", [1, 2, 3, 10, 100, 1000])
def test_the_closed_form_is_the_recursion(family, tied, depth):
    for seed in range(2):
        rng, layers, x = drawn(family, depth, tied, seed)
        states = family.recursion(layers, x)
        top = rng.standard_normal(len(states[-1]))
        form = closed(family, layers, tied, FLOATS)
        assert distance(form.iterate(x, depth), states[-1]) <= 1e-12
        assert distance(form.delta(x, top, depth), family.backpropagation(layers, x, top)) <= 1e-12


@TIED
@FAMILY
def test_exact_where_the_system_is(family, tied):
    for over in family.systems[1:]:
        for depth in (1, 2, 5, 8):
            _, layers, x = drawn(family, depth, tied, 5, exact=True)
            truth = family.recursion(layers, x, over)[-1]
            top = over.array(list(range(2, 2 + len(truth))))
            form = closed(family, layers, tied, over)
            pairs = [
                *zip(form.iterate(x, depth), truth, strict=True),
                *zip(form.delta(x, top, depth), family.backpropagation(layers, x, top, over), strict=True),
            ]
            assert all(a.overlaps(b) if over is BALLS else a == b for a, b in pairs)


@FAMILY
def test_prefixes_of_untied_layers(family):
    _, layers, x = drawn(family, 6, False, 9)
    form = family.untied(layers, FLOATS)
    for depth, state in enumerate(family.recursion(layers, x)):
        assert distance(form.iterate(x, depth), state) <= 1e-13
        assert form.delta(x, np.zeros(len(state)), depth) == pytest.approx(0)
    with pytest.raises(
        ValueError, match="a closed form at depth 7: not a number of layers; give an integer from 0 to 6"
    ):
        form.iterate(x, 7)


@FAMILY
def test_semigroup(family):
    _, (layer, *_), x = drawn(family, 1, True, 3)
    form = family.tied(layer, FLOATS)
    middle = form.iterate(x, 40)
    assert distance(form.iterate(middle, 60), form.iterate(x, 100)) <= 1e-12
    top = np.arange(1.0, len(middle) + 1)
    assert distance(form.delta(x, form.delta(middle, top, 60), 40), form.delta(x, top, 100)) <= 1e-12


@FAMILY
def test_a_million_layers(family):
    _, (layer, *_), x = drawn(family, 1, True, 4)
    form = family.tied(layer, FLOATS)
    z = form.iterate(x, 10**6)
    assert np.isfinite(z).all() and np.isfinite(form.delta(x, np.ones(len(z)), 10**6)).all()


@FAMILY
def test_an_error_of_a_part_in_a_billion_is_rejected(family):
    rng, layers, x = drawn(family, 10, False, 2)
    top = rng.standard_normal(len(family.recursion(layers, x)[-1]))
    wrong = family.untied(layers, FLOATS).delta(x, top, 10) * (1 + 1e-9)
    assert distance(wrong, family.backpropagation(layers, x, top)) > 1e-12


def test_which_are_exact_over_the_rationals():
    exact = {family.name for family in VECTOR_FAMILIES if RATIONALS in family.systems}
    assert exact == {"projective", "softsign in the 1-norm", "max-plus", "softsign in a basis"}
