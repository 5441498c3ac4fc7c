"""The tables on recurrences and zeros, from rows that have been on disk."""

import pytest

from closedprop.obstructions.recurrence.study import attracting_study, recurrence_study
from closedprop.obstructions.skolem.study import skolem_study
from closedprop.reports.catalogue import typesetting
from closedprop.reports.records import read_rows, write_rows


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")

    def reread(name, rows):
        write_rows(folder / f"{name}.csv", rows)
        return read_rows(folder / f"{name}.csv")

    return {
        "recurrences": reread("recurrences", recurrence_study(2, 2, 10, [2], [1, 3], seed=1)),
        "attracting": reread("attracting", attracting_study(3)),
        "skolem": reread("skolem", skolem_study(2000, [3], 1, seed=1)),
    }


def test_orbits(saved):
    text = typesetting("recurrence-certificates")(saved["recurrences"])
    assert r"$(n + 3)\, z_{n+1} = (n + 2)\, z_{n}$" in text
    assert r"$(n + 3)^{2}\, \delta_{n+1} = (n + 2)^{2}\, \delta_{n}$" in text
    assert text.count("rank $9$ of $9$") == 22 and r"\ref{thm:rational-orbits}" in text


def test_recurrences_found(saved):
    text = typesetting("recurrences-found")(saved["recurrences"])
    assert "Fibonacci" in text and "$x^{2} - x - 1$" in text and "(2 x - 1) (8 x - 1)" in text


def test_fixed_points(saved):
    text = typesetting("attracting-orbits")(saved["attracting"])
    assert "$4$ of $8$" in text and "order at most $3$" in text and "$3/10$" in text
    assert text.count("nothing") == 3


def test_zeros(saved):
    text = typesetting("skolem")(saved["skolem"])
    assert "$0, 1, 4, 6, 13, 52$" in text and r"$2 + 3 \mathbb{N}$" in text and r"$0, 1, \ge 3$" in text
    assert "$p = 163$, $q = 162$" in text and "never" in text and "unknown" in text
