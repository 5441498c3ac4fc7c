from collections import Counter
from itertools import pairwise, product

import pytest
import sympy as sp

from closedprop.networks import unroll
from closedprop.networks.symbolic import symbolic_network
from closedprop.obstructions import (
    chain_monomials,
    expanded_delta,
    graded_monomials,
    monomials,
    tied_bound,
)
from closedprop.obstructions.growth import GIBIBYTE, expansion_bytes, graded_bytes
from closedprop.obstructions.growth_study import growth_study
from closedprop.scalars import Invalid, Unable


def terms(width, depth, tied):
    return sum(len(entry) for entry in expanded_delta(width, depth, tied))


@pytest.mark.parametrize(
    ("width", "depth", "count"),
    [(1, 5, 1), (2, 2, 8), (2, 3, 64), (2, 4, 1312), (2, 5, 84736), (3, 3, 999), (3, 4, 342549)],
)
def test_untied_monomials(width, depth, count):
    assert terms(width, depth, tied=False) == count
    assert chain_monomials(width, depth) == count
    assert monomials(width, depth, tied=False) == count


@pytest.mark.parametrize(
    ("width", "depth", "count"),
    [(1, 6, 1), (2, 2, 8), (2, 4, 672), (2, 5, 6304), (2, 6, 54368), (3, 3, 999), (3, 4, 184941)],
)
def test_tied_monomials(width, depth, count):
    assert terms(width, depth, tied=True) == count
    assert graded_monomials(width, depth) == count
    assert monomials(width, depth, tied=True) == count
    assert count <= tied_bound(width, depth)


def test_tied_monomials_of_depth_seven():
    assert graded_monomials(2, 7) == 450752


def test_the_expansion_is_the_unrolled_delta_of_sympy():
    network, x = symbolic_network(2, 3, tied=True)
    w = network.weights[0]
    z = list(x)
    for _ in range(2):
        z = [sum(w[i, j] * z[j] ** 2 for j in range(2)) for i in range(2)]
    for ours, theirs in zip(expanded_delta(2, 3, tied=True), unroll(network, x, [2 * v for v in z]), strict=True):
        symbols = [*x, *w.ravel()]
        expected = Counter(sp.Poly(theirs, *symbols).as_dict())
        assert {tuple(map(int, m)): int(c) for m, c in ours.to_dict().items()} == {
            m: int(c) for m, c in expected.items()
        }


@pytest.mark.parametrize(("width", "depth"), [(2, 3), (2, 5), (3, 3)])
def test_tied_monomials_obey_the_grading(width, depth):
    """lem:grading, derived by x_i: e_i + sum_j E_ij - 2 sum_j E_ji = 2 [i = k] - [i = entry]."""
    for entry, delta in enumerate(expanded_delta(width, depth, tied=True)):
        seen = set()
        for monomial in delta.monoms():
            x, w = monomial[:width], monomial[width:]
            weights = [
                x[i]
                + sum(w[i * width + j] for j in range(width))
                - 2 * sum(w[j * width + i] for j in range(width))
                + (i == entry)
                for i in range(width)
            ]
            assert sorted(weights) == [0] * (width - 1) + [2]
            assert sum(w) == 2**depth - 2
            seen.add(weights.index(2))
        assert seen == set(range(width))


def test_chains_by_enumeration():
    """prop:monomial-growth at width 2, depth 4, against the chains written out one by one."""

    def matrices(rows):
        return product(*([(k, row - k) for k in range(row + 1)] for row in rows))

    def chains(layer, rows):
        if layer == 1:
            return sum(row > 0 for row in rows)
        return sum(chains(layer - 1, (2 * (b[0][0] + b[1][0]), 2 * (b[0][1] + b[1][1]))) for b in matrices(rows))

    assert sum(chains(4, top) for top in [(2, 0), (0, 2)]) == 1312


def test_growth_rates():
    """Tied, the ratio falls to 2^(N^2-1) = 8; untied, the differences of log2 grow by N (N-1) = 2 in the limit."""
    tied = [graded_monomials(2, depth) for depth in range(4, 8)]
    ratios = [after / before for before, after in pairwise(tied)]
    assert ratios == sorted(ratios, reverse=True)
    assert 8 < ratios[-1] < 8.5
    logs = [sp.log(chain_monomials(2, depth), 2).evalf() for depth in (7, 8, 9)]
    assert float(logs[2] - 2 * logs[1] + logs[0]) == pytest.approx(2, abs=0.1)


def test_what_does_not_fit_is_refused_beforehand():
    with pytest.raises(
        Unable, match=r"width 2 and depth 7, untied: 16990997504 terms, up to .* GiB; raise the limit of 8"
    ):
        monomials(2, 7, tied=False)
    with pytest.raises(Unable, match=r"width 2 and depth 9, tied: at most 89478144 terms"):
        monomials(2, 9, tied=True)
    with pytest.raises(Invalid, match="growth at width 0"):
        chain_monomials(0, 3)
    with pytest.raises(Invalid, match="a symbolic network of width 2 and depth 1"):
        expanded_delta(2, 1, tied=False)


def test_the_memory_bound_is_above_what_the_terms_occupy():
    """Sixteen bytes a term, a word for the exponents and one for the coefficient, is the least a polynomial takes."""
    assert expansion_bytes(3, 4) > 16 * chain_monomials(3, 4)
    assert graded_bytes(3, 5) > 16 * 5685389  # the terms of J_1, measured
    assert [expansion_bytes(2, d) <= 8 * GIBIBYTE for d in (6, 7)] == [True, False]
    assert [graded_bytes(3, d) <= 8 * GIBIBYTE for d in (5, 6)] == [True, False]


def test_study():
    rows = growth_study([2, 1], [2, 3, 4, 5, 6], limit_gib=0.001)
    assert len(rows) == 2 * 2 * 5
    assert list(rows[0]) == ["tied", "width", "depth", "terms", "tree", "dag", "recursion", "forecast", "bytes"]
    untied = {row["depth"]: row for row in rows if (row["tied"], row["width"]) == (0, 2)}
    assert [untied[depth]["terms"] for depth in (2, 3, 4, 5, 6)] == [8, 64, 1312, "", ""]
    assert untied[5]["forecast"] == 84736 and untied[5]["bytes"] > 2**20
    assert untied[6]["forecast"] == "" and untied[6]["tree"] == 249990
