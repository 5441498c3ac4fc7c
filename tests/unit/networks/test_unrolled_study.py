import re
import shutil
import subprocess

import pytest
import sympy as sp

from closedprop.networks import FORMS, Network, unroll
from closedprop.networks.symbolic import symbolic_network, unit_symbols
from closedprop.networks.unrolled_study import RATIONAL_ACTIVATIONS, SHAPES, equality_study, formulas
from closedprop.scalars import Invalid

CASES = [(depth, width) for width in (1, 2) for depth in (1, 2, 3, 4)]


def lines(depth, width, form):
    return {row["form"]: row["latex"] for row in formulas(depth, width)}[form]


def test_all_forms_are_equal_on_random_rational_networks():
    rows = equality_study(seed=5, cases=2)
    assert len(rows) == len(RATIONAL_ACTIVATIONS) * len(SHAPES)
    assert all(row["equal"] == row["cases"] == 2 for row in rows)
    assert {row["tied"] for row in rows} == {0, 1}
    assert rows[2] == {"activation": "identity", "widths": "3-1-2", "tied": 0, "cases": 2, "equal": 2}


def test_an_unequal_form_is_seen(monkeypatch):
    monkeypatch.setitem(FORMS, "paths", lambda weights, slopes, top: 2 * slopes[0])
    rows = equality_study(seed=5, cases=2, activations=["quadratic"])
    assert any(row["equal"] < row["cases"] for row in rows)


def test_ordered_product():
    assert lines(1, 1, "product") == [r"\delta^{(1)} &= \delta^{(L)}"]
    assert lines(2, 1, "product") == [r"\delta^{(1)} &= d^{(1)} W^{(1)} \delta^{(2)}"]
    assert lines(3, 2, "product")[0] == r"\delta^{(1)} &= D_{1} W^{(1)\top} D_{2} W^{(2)\top} \delta^{(3)}"


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_path_sums_have_every_path_once(depth):
    for i, entry in zip("12", "\n".join(lines(depth, 2, "paths")).split(r"\delta^{(1)}_")[1:], strict=True):
        terms = entry.split("&= ")[1].replace("\n&\\quad {}", "").strip().split(" + ")
        assert len(terms) == len(set(terms)) == 2 ** (depth - 1)
        for term in terms:
            weights = re.findall(r"W\^\{\((\d)\)\}_\{(\d)(\d)\}", term)
            slopes = re.findall(r"d\^\{\((\d)\)\}_\{(\d)\}", term)
            units = [i, *(to for _, to, _ in weights)]
            assert [(int(layer), at) for layer, _, at in weights] == [(l, units[l - 1]) for l in range(1, depth)]
            assert [(int(layer), at) for layer, at in slopes] == [(l, units[l - 1]) for l in range(1, depth)]
            assert term.endswith(rf"\delta^{{({depth})}}_{{{units[-1]}}}")


def test_block_matrix_and_inverse():
    matrix, inverse, delta = lines(3, 2, "blocks")
    assert r"I & -D_{1} W^{(1)\top} & 0" in matrix
    assert r"I & D_{1} W^{(1)\top} & D_{1} W^{(1)\top} D_{2} W^{(2)\top} \\" in inverse
    assert delta == lines(3, 2, "product")[0]


def test_substituted():
    (line,) = lines(3, 1, "substituted")
    assert line == (
        r"\delta^{(1)} &= f'(x) W^{(1)} f'\bigl(W^{(1)} f(x)\bigr) "
        r"W^{(2)} f'\bigl(W^{(2)} f\bigl(W^{(1)} f(x)\bigr)\bigr)"
    )
    assert "substituted" not in {row["form"] for row in formulas(3, 2)}


@pytest.mark.parametrize(("depth", "width"), [(2, 1), (3, 1), (4, 1), (2, 2)])
def test_the_substituted_line_is_the_gradient(depth, width):
    """Read the printed line back with f = z^2 and compare it with the derivative of J."""
    network, x = symbolic_network(width, depth, tied=False)
    z = list(x)
    for weight in network.weights:
        z = [sum(w * v**2 for w, v in zip(row, z, strict=True)) for row in weight]
    loss = sum(v**2 for v in z)
    symbols = {re.sub(r"[\W_]", "", str(s)): s for s in [*x, *(w for weight in network.weights for w in weight.flat)]}
    for xi, line in zip(x, lines(depth, width, "substituted"), strict=True):
        text = line.split("&= ")[1].replace(r"\bigl(", "(").replace(r"\bigr)", ")").replace("f'", "slope")
        text = re.sub(r"\^\{\((\d)\)\}", r"\1", text)
        text = re.sub(r"_\{(\d+)\}", r"\1", text)
        text = re.sub(r"(?<=[\w)]) (?=[\w(])", " * ", text)
        read = sp.sympify(text, locals={**symbols, "slope": lambda v: 2 * v, "f": lambda v: v**2})
        assert sp.expand(read - sp.diff(loss, xi)) == 0


def test_formulas_are_unroll():
    """The path sum at width 1 is what unroll gives, once d is replaced by the slope."""
    w1, w2, x, top = sp.symbols("w1 w2 x top")
    delta = unroll(Network([[[w1]], [[w2]]], activation="quadratic"), [x], [top], "paths")[0]
    assert sp.expand(delta - 2 * x * w1 * 2 * (w1 * x**2) * w2 * top) == 0
    assert lines(3, 1, "paths") == [r"\delta^{(1)} &= d^{(1)} W^{(1)} d^{(2)} W^{(2)} \delta^{(3)}"]


def test_symbols():
    assert [str(s) for s in unit_symbols("x", 2)] == ["x_{1}", "x_{2}"]
    network, _ = symbolic_network(2, 4, tied=True)
    assert network.is_tied and str(network.weights[2][0, 1]) == "W_{12}"
    assert not symbolic_network(2, 4, tied=False)[0].is_tied


def test_messages():
    with pytest.raises(Invalid, match="formulas of depth 5 and width 1: too long to print; take depth 1-4, width 1-2"):
        formulas(5, 1)


@pytest.mark.skipif(
    shutil.which("pdflatex") is None, reason="no TeX here; the paper's build sets it these lines as well"
)
def test_every_line_fits_the_page(tmp_path):
    body = [
        "\\begin{align*}\n" + "\\\\\n".join(row["latex"]) + "\n\\end{align*}"
        for case in CASES
        for row in formulas(*case)
    ]
    document = [
        r"\documentclass{article}\usepackage{amsmath}\usepackage[textwidth=6.3in]{geometry}\hfuzz=0pt",
        r"\begin{document}",
        *body,
        r"\end{document}",
    ]
    (tmp_path / "lines.tex").write_text("\n".join(document))
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "lines.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert "Overfull" not in run.stdout
