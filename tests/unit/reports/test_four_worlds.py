"""The figure and the tables of degree, pieces, radicals and counting, from small studies."""

import pytest
from matplotlib import pyplot as plt

from closedprop.obstructions.counting_study import counting_study
from closedprop.obstructions.degree_study import degree_study
from closedprop.obstructions.pieces_study import pieces_study
from closedprop.obstructions.radicals_study import radicals_study
from closedprop.reports.catalogue import typesetting
from closedprop.reports.figures.four_worlds import draw
from closedprop.reports.numbers import NUMBERS
from closedprop.reports.records import read_rows, write_rows
from closedprop.reports.style import save_figure


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The rows as they come back from a file: numbers as numbers."""
    folder = tmp_path_factory.mktemp("results")
    studies = {
        "degree": degree_study([1, 2, 3, 4], [2], [2], seed=1),
        "pieces": pieces_study([1, 2, 3, 4], [2], [1, 2], samples=2, seed=1),
        "radicals": radicals_study([["1", "1"], ["1/2", "-3"], ["1", "0"]], [1, 2, 3], rational_depth=2),
        "counting": counting_study([{"activation": "leaky_relu", "widths": [1, 2, 1]}], seed=1),
    }
    # What the figure needs of order.csv: a tanh network a size, a row that is refused, and one with dependent rows.
    studies["order"] = [
        {"activation": "tanh", "of": "output", "neurons": n, "joined": n, "order": n if n < 6 else None}
        for n in range(1, 7)
    ] + [{"activation": "tanh", "of": "output", "neurons": 4, "joined": 4, "order": 3}]
    for name, rows in studies.items():
        write_rows(folder / f"{name}.csv", rows)
    return {name: read_rows(folder / f"{name}.csv") for name in studies}


def figure(results):
    return draw(**{name: results[name] for name in ("degree", "pieces", "radicals", "order")})


def test_the_recursion_is_on_the_line(results):
    """The filled points: as many gates as the logarithm of the complexity; in the last panel, as its order."""
    drawn = figure(results)
    reached = []
    for axis in drawn.axes:
        points = next(line for line in axis.lines if line.get_marker() == "o")
        assert list(points.get_xdata()) == list(points.get_ydata())
        reached.append(len(points.get_xdata()))
    assert reached == [4, 4, 3, 5]
    plt.close(drawn)


def test_no_point_is_above_the_line(results):
    drawn = figure(results)
    for axis in drawn.axes:
        for line in axis.lines:
            if line.get_marker() in ("o", "s"):
                assert all(y <= x for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True))
    plt.close(drawn)


def test_the_figure_is_reproducible(results, tmp_path):
    for name in "ab":
        save_figure(lambda: figure(results), tmp_path / f"{name}.pdf", tmp_path / f"{name}.png")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("degree", "quadratic & $1$ & $4$ & $16$ & $4$ & $4$ & $15$ & $4$ & $6$ & $16$, $15$"),
        ("degree", "quadratic, tied & $2$ & $2$ & $4$ & $4$ & $4$ & $3$ & $4$ & $4$ &"),
        ("pieces", "sawtooth by ReLU & $2$ & $4$ & $16$ & $4$ & $8$"),
        ("radicals", r"$\tfrac{1}{2}$ & $-3$ & $x_n$ & $2$ & $4$ & $8$ & $3$"),
        ("counting", r"leaky\_relu & $1, 2, 1$ & $7$ & $2$ & $5$ & $2$ & $3$"),
    ],
)
def test_a_line_of_each_table(results, name, line):
    typeset = typesetting(name)(**{name: results[name]})
    assert line in " ".join(typeset.split())


def test_the_numbers_of_the_text(results):
    assert NUMBERS["radicals-prime"].value(results["radicals"]) == 2147483629
    assert NUMBERS["radicals-irreducible"].value(results["radicals"]) == 2 * 2 * 2
