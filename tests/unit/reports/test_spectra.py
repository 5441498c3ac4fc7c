import pytest

from closedprop.approximations.in_law.free_probability.spectra_study import spectra
from closedprop.reports.figures.spectra import draw
from closedprop.reports.numbers.spectra import SPECTRA_NUMBERS
from closedprop.reports.tables.spectra import typeset
from closedprop.simulation.sampled_spectra import sampled_spectra


@pytest.fixture(scope="module")
def rows():
    cases = [
        {"activation": "identity", "q": 1.0, "layers": [1, 2], "weights": ["orthogonal"]},
        {"activation": "hardtanh", "q": 0.25, "layers": [1, 2], "weights": ["orthogonal"]},
        {"activation": "relu", "q": 1.0, "layers": [2], "weights": ["gaussian"]},
    ]
    theory = spectra(cases, points=4)
    return theory, sampled_spectra(theory, width=8, samples=2, bins=5, seed=3)


def test_table_has_a_line_a_network_and_depth(rows):
    lines = typeset(*rows).splitlines()
    body = [line for line in lines if r"\\" in line and "activation" not in line]
    assert [line.split("&")[0].strip() for line in body] == ["identity", "hardtanh", "relu"]
    assert "$0.909$" in body[1]  # the mass of the atom, 1 - 2 (1 - p)
    assert body[2].rstrip(r"\ ").endswith("&")  # none for Gaussian weights


def test_figure_shows_the_networks_computed_at_every_depth(rows):
    figure = draw(*rows)
    panels = figure.axes
    assert len(panels) == 2 and [axis.get_title() for axis in panels] == ["1 layer", "2 layers"]
    assert panels[0].get_ylabel() == "hard tanh,\northogonal"
    masses = [text.get_text() for text in panels[1].texts]
    assert masses == ["0.046", "0.91"]


def test_numbers(rows):
    theory, samples = rows
    values = {key: number.value(samples, theory) for key, number in SPECTRA_NUMBERS.items()}
    assert (values["spectra-width"], values["spectra-samples"]) == (8, 2)
    assert values["spectra-largest-z"] > 0
