from closedprop.algebra import Recurrence
from closedprop.solvable.examples import EXAMPLES, fibonacci_study, recurrence_study, residual_study


def test_a_recurrence_reproduces_the_terms():
    for row in recurrence_study(terms=9):
        recurrence = Recurrence(row["coefficients"].split(), row["initial"].split())
        assert " ".join(str(term) for term in recurrence.terms(9)) == row["terms"], row["network"]


def test_a_generating_function_reproduces_the_terms():
    """Multiply the series by the denominator: the numerator is left."""
    import flint

    for row in recurrence_study(terms=9):
        series, denominator, numerator = (
            flint.fmpq_poly([flint.fmpq(*map(int, text.split("/"))) for text in row[key].split()])
            for key in ("terms", "denominator", "numerator")
        )
        product = (series * denominator).coeffs()[:9]
        assert flint.fmpq_poly(product) == numerator, row["network"]


def test_no_order_exceeds_the_width():
    rows = recurrence_study(terms=2)
    assert [row["network"] for row in rows] == list(EXAMPLES)
    assert all(row["order"] <= row["width"] for row in rows)


def test_fibonacci_rows():
    assert all(row["delta_1"] == row["binet_1"] and row["delta_2"] == row["binet_2"] for row in fibonacci_study(40))


def test_the_bound_of_the_residual_limit_holds_and_the_error_halves():
    rows = residual_study(4, [64, 128, 256], seed=3)
    assert all(row["error"] <= row["bound"] for row in rows)
    assert abs(rows[1]["error"] / rows[2]["error"] - 2) < 0.05  # order 1: the ratio is 2 + O(1/n)
