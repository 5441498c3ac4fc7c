import pytest

from closedprop.reports.latex import interval, number, table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234567, r"1\,234\,567"),
        (0.0, "0"),
        (999.9, "1000"),
        (12345.0, "12300"),
        (0.00099999, r"10^{-3}"),
        (-2.5e-17, r"-2.5 \cdot 10^{-17}"),
        (float("-inf"), r"-\infty"),
        (None, r"\text{--}"),
    ],
)
def test_numbers(value, text):
    assert number(value) == text


def test_digits():
    assert number(1.304146123, 7) == "1.304146" and number(2e8, 1) == r"2 \cdot 10^{8}"


def test_an_infinite_range():
    assert interval(1.0, 0.5, float("inf")) == r"$1$ {\scriptsize $[0.5, \infty]$}"


def test_a_table_has_three_rules():
    text = table(["a", "b"], [["1", "2"], ["3", "4"]], "lr")
    assert [text.count(rule) for rule in (r"\toprule", r"\midrule", r"\bottomrule", r"\hline")] == [1, 1, 1, 0]
    assert text.splitlines()[0] == r"\begin{tabular}{lr}"
