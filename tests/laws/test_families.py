"""Laws of every solvable family: closed form = recursion, delta = backpropagation, semigroup; and a wrong member."""

from dataclasses import replace
from fractions import Fraction

import flint
import numpy as np
import pytest

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid
from closedprop.solvable.families import FAMILIES
from closedprop.solvable.isru import ISRU
from closedprop.solvable.scalar_form import to_float
from closedprop.solvable.softsign import SOFTSIGN
from closedprop.solvable.tent import TENT
from closedprop.validated.precision import doubling, precision

SEEDS = range(4)
FLOAT_DEPTHS = (0, 1, 2, 9, 100, 1000)
EXACT_DEPTHS = (0, 1, 2, 4)
TOLERANCE = 1e-12  # the paper's claim for every family at depth <= 1000


def exactly(value):
    """Return doubles as the fractions they are, inside any nesting."""
    if isinstance(value, tuple | list):
        return type(value)(exactly(entry) for entry in value)
    if isinstance(value, np.ndarray):
        return np.array([exactly(entry) for entry in value.flat] + [None], dtype=object)[:-1].reshape(value.shape)
    return Fraction(float(value)) if isinstance(value, float | np.floating) else value


def networks(family, depth, seed, exact):
    """Yield (closed form of a system, layers, input): weight-tied, and untied where the family claims it."""
    rng = np.random.default_rng([seed, depth])
    layers = [family.draw(rng, exact) for _ in range(max(depth, 1))]
    x = family.start(rng, layers[0], exact)
    yield (lambda over: family.tied(layers[0], over)), layers[:1] * depth, x
    if family.untied is not None:
        yield (lambda over: family.untied(layers, over)), layers[:depth], x


def top_delta(width, exact):
    """Return a delta at the top, without a zero."""
    return [Fraction(5 - 2 * k, 4) if exact else (5 - 2 * k) / 4 for k in range(width)]


def reference(family, layers, x, top):
    """Return the recursion at these doubles: enclosed to 60 bits where the family runs over BALLS, else in floats."""
    if BALLS not in family.systems:
        return family.recursion(layers, x)[-1], family.backpropagation(layers, x, top)
    layers, x, top = exactly(layers), exactly(list(x)), exactly(top)
    for _ in doubling(256, 2**15):
        z, delta = family.recursion(layers, x, BALLS)[-1], family.backpropagation(layers, x, top, BALLS)
        if all(ball.rel_accuracy_bits() > 60 or ball.rad() < 1e-320 for ball in [*z, *delta]):
            break
    return tuple(np.array([to_float(ball) for ball in balls]) for balls in (z, delta))


def close(value, truth, tolerance):
    with np.errstate(invalid="ignore"):
        return np.all((value == truth) | (abs(value - truth) <= tolerance * abs(truth) + 1e-300))


def law_floats(family):
    """Floats against the recursion at depths up to 1000, iterate and delta, tied and untied."""
    for seed in SEEDS:
        # The recursion over balls at depth 1000 is what takes time: one seed of it, and four in the study of the paper.
        for depth in FLOAT_DEPTHS if seed == 0 else FLOAT_DEPTHS[:-1]:
            for form, layers, x in networks(family, depth, seed, exact=False):
                top = top_delta(len(family.recursion(layers, x)[-1]), exact=False)
                z, delta = reference(family, layers, x, top)
                solved, where = form(FLOATS), (family.name, seed, depth)
                assert close(solved.iterate(x, depth), z, TOLERANCE), where
                assert close(solved.delta(x, top, depth), delta, TOLERANCE), where


def law_exact(family):
    """Equality over RATIONALS."""
    for seed in SEEDS if RATIONALS in family.systems else ():
        for depth in EXACT_DEPTHS:
            for form, layers, x in networks(family, depth, seed, exact=True):
                z = family.recursion(layers, x, RATIONALS)[-1]
                top = RATIONALS.array(top_delta(len(z), exact=True))
                truth = family.backpropagation(layers, x, top, RATIONALS)
                solved, where = form(RATIONALS), (family.name, seed, depth)
                assert np.array_equal(solved.iterate(x, depth), z), where
                assert np.array_equal(solved.delta(x, top, depth), truth), where


def law_balls(family):
    """Enclosures that meet those of the recursion and are sharp."""
    for seed in SEEDS if BALLS in family.systems else ():
        for depth in (0, 1, 5, 20):
            for form, layers, x in networks(family, depth, seed, exact=True):
                with precision(512):
                    z = family.recursion(layers, x, BALLS)[-1]
                    top = BALLS.array(top_delta(len(z), exact=True))
                    truth = family.backpropagation(layers, x, top, BALLS)
                    solved = form(BALLS)
                    pairs = [(solved.iterate(x, depth), z), (solved.delta(x, top, depth), truth)]
                for value, expected in pairs:
                    for ball, other in zip(value, expected, strict=True):
                        assert ball.overlaps(other), (family.name, seed, depth, ball, other)
                        assert ball.rel_accuracy_bits() > 100 or ball.rad() < 1e-90, (family.name, seed, depth, ball)


def law_slope(family):
    """The pull is the transposed derivative of the step: central differences at 400 bits, error O(h^2) = 2^-200."""
    over = BALLS if BALLS in family.systems else RATIONALS
    for seed in SEEDS:
        for _, layers, x in networks(family, 1, seed, exact=True):
            with precision(400):
                z, h = over.array(x), over.convert(Fraction(1, 2**100))
                top = over.array(top_delta(len(family.step(layers[0], z, over)), exact=True))
                delta = family.pull(layers[0], z, top, over)
                for k in range(len(z)):
                    unit = np.array([h if j == k else h * 0 for j in range(len(z))], dtype=object)
                    ahead, behind = (family.step(layers[0], z + side * unit, over) for side in (1, -1))
                    difference = sum((ahead - behind) * top, over.zero) / (2 * h)
                    error = abs(to_float(flint.arb(difference - delta[k])))
                    assert error <= 1e-40 * (1 + abs(to_float(flint.arb(delta[k])))), (family.name, seed, k)


def law_semigroup(family):
    """Tied: m layers after n are m + n, exactly over RATIONALS, as enclosures over BALLS, to 1e-11 in floats."""
    over = next(system for system in (RATIONALS, BALLS, FLOATS) if system in family.systems)
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        layer = family.draw(rng, over is not FLOATS)
        x, form = family.start(rng, layer, over is not FLOATS), family.tied(layer, over)
        with precision(512):
            whole, parts = form.iterate(x, 5), form.iterate(form.iterate(x, 3), 2)
        if over is BALLS:
            assert all(a.overlaps(b) for a, b in zip(whole, parts, strict=True)), family.name
        elif over is RATIONALS:
            assert np.array_equal(whole, parts), family.name
        else:
            assert close(whole, parts, 1e-11), family.name


LAWS = [law_floats, law_exact, law_balls, law_slope, law_semigroup]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: family.name)
def test_law(law, family):
    law(family)


@pytest.mark.parametrize("family", [f for f in FAMILIES.values() if f.dimension == "scalar"], ids=lambda f: f.name)
def test_great_depth(family):
    """No overflow inside: the iterate is finite unless the orbit itself is not, delta is a number or infinite."""
    depth = 10**5  # a hundred times what a double can double; the study of the paper goes to a million
    rng = np.random.default_rng(5)
    layer = family.draw(rng, False)
    x = family.start(rng, layer, False)
    form = family.tied(layer, FLOATS)
    assert np.isfinite(form.iterate(x, depth)).all()
    assert not np.isnan(form.delta(x, [1.0], depth)).any()


WRONG = replace(SOFTSIGN, name="wrong", step=ISRU.step, pull=ISRU.pull)
WRONG_DELTA = replace(TENT, name="wrong delta", pull=lambda d, z, delta, over: d * delta)


@pytest.mark.parametrize("law", [law_floats, law_exact, law_balls, law_slope], ids=lambda law: law.__name__)
def test_a_wrong_slope_is_rejected(law):
    with pytest.raises(AssertionError):
        law(WRONG_DELTA)


def test_a_wrong_member_is_rejected():
    with pytest.raises(AssertionError):
        law_floats(WRONG)
    with pytest.raises(AssertionError):
        law_balls(replace(WRONG, systems=(FLOATS, BALLS)))


def test_a_slope_that_only_composes_is_rejected():
    """The slope w/(1 + a|z|)^3 composes like the right one, w/(1 + a|z|)^2, but is no derivative."""

    def pull(layer, z, delta, over):
        return SOFTSIGN.pull(layer, z, delta, over) / (1 + over.convert(layer[1]) * abs(z))

    with pytest.raises(AssertionError):
        law_slope(replace(SOFTSIGN, pull=pull))


def test_a_family_tells_what_it_lacks():
    with pytest.raises(Invalid, match="classes"):
        replace(SOFTSIGN, classes=frozenset({"CF9"}))


def test_the_reference_is_sharp():
    z, delta = reference(SOFTSIGN, [(1.0, 1.0)] * 9, [1.0], [1.0])
    assert z == [0.1] and delta == [0.01]
    assert isinstance(flint.arb(1), flint.arb)


def test_the_recipe_for_a_new_one(recipe):
    """The lines of CONTRIBUTING.md, as they stand there, and the laws of every family on what they define."""
    namespace = {}
    exec(recipe("A solvable family")[0], namespace)
    for law in LAWS:
        law(namespace["HYPERBOLIC"])
