"""What is wrong must not pass."""

import time

import pytest
import sympy as sp

from closedprop.solvable.solver import read
from closedprop.solvable.solver.form import ALGEBRAIC, DEPTH, Form, Z
from closedprop.solvable.solver.limits import limited, patient
from closedprop.solvable.solver.verification import case_holds, verify

n = DEPTH
w, a = sp.symbols("w a", real=True)


def form(iterate, **more):
    return Form(iterate, "test", ALGEBRAIC, **more)


@pytest.mark.parametrize(
    ("text", "iterate"),
    [
        ("z/(1+z)", Z / (1 + (n + 1) * Z)),  # not the start at n = 0
        ("z/(1+z)", Z / (1 + n**2 * Z)),  # right for n = 0 and 1 only
        ("z/sqrt(1+z**2)", Z / (1 + n * Z**2)),
        ("w*z+1/1000000", w**n * Z),  # a small term forgotten
        ("z**2", Z ** (2 * n)),
        ("2*z*sqrt(1-z**2)", sp.sin(2**n * sp.asin(Z))),  # right only as long as the angle is small
        ("tanh(z)", Z / sp.sqrt(1 + sp.Rational(2, 3) * n * Z**2)),  # the solvable surrogate
    ],
)
def test_a_wrong_iterate_fails(text, iterate):
    assert not verify(read(text), form(iterate)).holds


def test_a_wrong_delta_fails():
    right = Z / (1 + n * Z)
    assert verify(read("z/(1+z)"), form(right)).holds
    assert not verify(read("z/(1+z)"), form(right, delta=1 / (1 + n * Z))).holds


def test_the_domain_is_what_passed():
    assert verify(read("sqrt(z**2+1)"), form(sp.sqrt(Z**2 + n))).domain.startswith("z > 0;")
    softsign = form(w**n * Z / (1 + a * sp.Abs(Z) * (sp.Abs(w) ** n - 1) / (sp.Abs(w) - 1)))
    assert verify(read("w*z/(1+a*Abs(z))"), softsign).domain.startswith("all real z; a > 0, w real;")


def test_what_happens_late_is_seen():
    """|z - 1/100| is a translation until the orbit comes to the kink."""
    assert not verify(read("Abs(z - 1/100)"), form(Z - n / 100)).holds


def test_exact_identities_are_told_apart():
    assert verify(read("z/(1+z)"), form(Z / (1 + n * Z))).how.startswith("exact identity")
    assert verify(read("z/sqrt(1+z**2)"), form(Z / sp.sqrt(1 + n * Z**2))).how.startswith("exact identity")
    halved = verify(read("sqrt((1+z)/2)"), form(sp.cos(sp.acos(Z) / 2**n)))
    assert halved.holds and not halved.how.startswith("exact")


def test_a_wrong_case_fails():
    layer, generic = read("w*z+1"), form(w**n * Z)
    assert case_holds(layer, sp.Eq(w, 1), Z + n, generic)
    assert not case_holds(layer, sp.Eq(w, 1), Z + 2 * n, generic)


def test_a_limit_ends_the_block_and_nests():
    begun = time.process_time()
    with limited(5):
        with limited(0.05):
            while True:
                pass
        inner = time.process_time() - begun
    assert inner < 2


def test_patience_lengthens_the_limits():
    begun = time.process_time()
    with patient(20), limited(0.002):  # 0.4 seconds: all tests here have ten times the patience
        while True:
            pass
    assert 0.3 < time.process_time() - begun < 5
