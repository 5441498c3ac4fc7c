"""The solver on maps with known iterates, on maps of the same kinds, and on maps that only look solvable.

Each formula is checked here by itself: SymPy's evaluation of the printed expression against direct iteration with 50 digits.
"""

import json
from pathlib import Path

import pytest
import sympy as sp

from closedprop.solvable.solver import NotFound, read, solve

KNOWN = json.loads((Path(__file__).parents[2] / "reference/solvable-maps.json").read_text(encoding="utf-8"))
PARAMETERS = {name: sp.Rational(value) for name, value in KNOWN["parameters"].items()}
Z, N = sp.Symbol("z", real=True), sp.Symbol("n", integer=True, nonnegative=True)

#: Maps of our own, of the same kinds, each with a start.
ALIKE = {
    "w*z/(1 + a*z**4)**Rational(1,4)": "0.6",
    "-z/(1 + Abs(z))/2": "-0.7",
    "z/(1 + Abs(z)**3)**Rational(1,3)": "-0.4",
    "sqrt(4*z**2 + 5)": "0.8",
    "log(1 + exp(2*z))/2": "-0.3",
    "z - log(1 + exp(z))": "0.2",
    "sinh(w*asinh(z))": "0.5",
    "asinh(2*sinh(z))": "-0.5",
    "c*z**w": "0.7",
    "sqrt(2 - z)": "0.4",
    "(z - 1/z)/2": "0.3",
    "z**2 - 4*z + 6": "0.5",
    "z*(3 - z)**2": "0.6",
    "4*z**3 + 3*z": "0.2",
    "z*(z**2 + 3*c)/(3*z**2 + c)": "0.9",
    "z**2/(2 - z**2)": "0.7",
    "(z - 1)/(z + 1)": "0.3",
    "Max(z, a*z)": "-0.6",
    "2 - 2*Abs(z - 1)": "0.37",
    "2*z*sqrt(1 - z**2)": "0.45",
    "z*sqrt(z**2 + 2)": "0.3",
    "(sqrt(z) + b)**2": "0.5",
    "(z**2 + 1)**2/(4*z*(z**2 - 1))": "2.3",
    "w*Abs(z)": "-0.4",
}
#: One change away from a solvable map, or solvable on a part of the axis only.
TRAPS = (
    "z/sqrt(1 + z**2) + 1/10",
    "3.9*z*(1 - z)",
    "z**2 - 1",
    "z**2 - 2.0001",
    "w*tanh(z)",
    "2*z/(1 + z**2) + 1/10",
    "4*z**3 - 3.0001*z",
    "16*z**5 - 20*z**3 + 5.001*z",
    "4*z*(1 - z)*(1 - k*z)/(1 - k*z**2)**3",
    "(2*z**3 + c)/(3*z**2)",
    "r*z*(1 - z)",
    "1/(1 + exp(-z))",
    "1.9*Min(z, 1 - z)",
    "Max(z/2, z - 100000)",
    "Abs(z - 1/100)",
    "sqrt(z**2 - 40*z + 400)",
    "Max(-1, Min(1, -2*z + 1/2))",
    "sqrt((1 + z)/3)",
    "log(1 + exp(2*z))",
    "z + sin(z)/1000000",
)


def agrees(text, start, steps, answer, parameters):
    """Return whether z_n and delta_n agree with the recursion and the product of slopes, for every n up to ``steps``."""
    values = {sp.Symbol(name, real=True): value for name, value in parameters.items()}
    layer = read(text).subs(values)
    slope = sp.diff(layer, Z)
    z, product = sp.Rational(start), sp.Integer(1)
    for n in range(steps + 1):
        point = {**values, Z: sp.Rational(start), N: n}
        for found, expected in ((answer.iterate, z), (answer.delta, product)):
            value = sp.N(found.subs(point).doit(), 50)
            if not abs(value - expected) <= 1e-40 * (1 + abs(expected)):
                return False
        product = sp.N(product * slope.subs(Z, z), 60)
        z = sp.N(layer.subs(Z, z), 60)
    return True


@pytest.mark.parametrize("entry", KNOWN["solvable"], ids=lambda entry: entry["id"])
def test_known_maps(entry):
    answer = solve(entry["map"], limit=100)
    assert not isinstance(answer, NotFound), answer
    for share in (sp.Rational(1, 5), sp.Rational(7, 10)):
        low, high = map(sp.Rational, map(str, entry["start"]))
        assert agrees(entry["map"], low + share * (high - low), entry["steps"], answer, PARAMETERS)


@pytest.mark.parametrize("text", ALIKE)
def test_maps_alike(text):
    answer = solve(text, limit=100)
    assert not isinstance(answer, NotFound), answer
    assert agrees(text, ALIKE[text], 4, answer, PARAMETERS)


@pytest.mark.parametrize("text", KNOWN["no_such_form"])
def test_nothing_is_claimed_without_a_form(text):
    assert isinstance(solve(text, limit=100), NotFound)


@pytest.mark.parametrize("text", TRAPS)
def test_nothing_is_claimed_for_what_looks_solvable(text):
    assert isinstance(solve(text, limit=100), NotFound)


@pytest.mark.parametrize(
    ("text", "special"),
    [
        ("w*z + b", {"w": 1}),
        ("w*z/(1 + c*z)", {"w": 1}),
        ("w*z/sqrt(1 + a*z**2)", {"w": -1}),
        ("w*z/(1 + c*Abs(z))", {"w": -1}),
        ("log(w*exp(z) + b)", {"w": 1}),
    ],
)
def test_special_cases(text, special):
    (case,) = solve(text, limit=100).cases
    assert agrees(text, sp.Rational(3, 10), 6, case, PARAMETERS | special)
