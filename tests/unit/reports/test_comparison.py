"""Tables, figures and numbers of the comparison of approximations, from rows that are written down here."""

import warnings

import pytest

from closedprop.reports.catalogue import drawing
from closedprop.reports.numbers import NUMBERS
from closedprop.reports.style import save_figure
from closedprop.reports.tables import (
    approximation_costs,
    approximation_errors,
    approximation_laws,
    approximation_orders,
    approximation_ranges,
    approximations,
    bench_approximations,
    bench_depth,
)


def error_row(method, error, **changes):
    row = {
        "activation": "tanh",
        "method": method,
        "closed": int(method != "taylor"),
        "order": 3,
        "usual": 1,
        "residual": 0,
    }
    row |= {"tied": 1, "width": 2, "sigma_w": 0.9, "sigma_b": 0.0, "depth": 30, "amplitude": 0.3, "draws": 4}
    row |= {"refused": 1.0 if error is None else 0.0, "reason": "width" if error is None else None}
    for quantity in ("error", "norm", "angle"):
        row |= {f"{quantity}_median": error, f"{quantity}_p05": error, f"{quantity}_p95": error}
    return row | changes


ERRORS = [
    error_row("taylor", 0.001),
    error_row("carleman", 0.01, refused=0.25, reason="outside"),
    error_row("amplitude", 0.02),
    error_row("critical", None),
    error_row("amplitude", 0.5, amplitude=1.0),
    error_row("carleman", 0.25, amplitude=1.0),
    error_row("amplitude", 4.0, sigma_w=1.5, amplitude=0.1),
    error_row("amplitude", 0.2, depth=1000),
    error_row("surrogate", 0.03, width=1, sigma_w=1.0, amplitude=1.0, depth=3000),
    error_row("surrogate", 0.04, width=1, sigma_w=1.0, amplitude=1.0, depth=10),
    error_row("carleman", 0.015, depth=100),
    error_row("taylor", 0.002, depth=100),
]
COSTS = [
    {
        "method": method,
        "order": 3,
        "usual": 1,
        "closed": closed,
        "width": width,
        "depth": depth,
        "setup": 10,
        "evaluation": 5,
    }
    | {"recursion": 10, "ratio": ratio, "inputs": 3 if closed else None}
    for method, closed, ratio in (("taylor", 0, 2.5), ("carleman", 1, 0.5))
    for width in (1, 2)
    for depth in (100, 1000, 10**6)
]
LAWS = [
    {"activation": name, "method": "taylor", "order": 3, "predicted": 4, "measured": 4 + shift, "refusal": None}
    | {"instances": count, "violations": 0, "refused": 1, "ratio_median": 2.0, "ratio_p05": 1.0, "ratio_p95": 9.0}
    for name, shift, count in (("tanh", 0.0003, 1000), ("erf", -0.002, None))
]
RECORD = {
    "rows": [
        {"width": 2, "depth": depth, "method": method, "order": order, "usual": 1, "setup_median": setup}
        | {"seconds_median": seconds, "ratio_median": seconds / base, "error": error}
        for depth, base in ((100, 1e-3), (10**6, 10.0))
        for method, order, setup, seconds, error in (
            ("recursion", None, None, base, 0.0),
            ("carleman", 3, 1e-3, 2e-4, 0.01),
        )
    ]
}


def lines(text, name):
    return [line.split("&") for line in text.splitlines() if name in line]


def test_errors_say_why_there_is_none_and_where_some_are_missing():
    text = approximation_errors.typeset([*ERRORS, error_row("critical", 0.5, activation="erf")])
    assert lines(text, "carleman")[0][2].split() == ["$0.01$$^*$"]
    assert r"\emph{width}" in lines(text, "critical")[0][2]
    assert "critical" not in approximation_errors.typeset(ERRORS)


def test_ranges_change_one_thing_at_a_time():
    text = approximation_ranges.typeset(ERRORS)
    assert [cell.strip() for cell in lines(text, "amplitude")[0][:2]] == [
        "amplitude",
        r"$0.02$ {\scriptsize $[0.02, 0.02]$}",
    ]
    assert "angle, base" in text and r"$\sigma_w = 1.5$" not in text  # at amplitude 0.3 there is none


def test_laws_are_gathered_over_activations():
    (cells,) = lines(approximation_laws.typeset(LAWS), "taylor")
    assert [cell.strip(" \\") for cell in cells[1:]] == ["$4$", "$2$", "$0.002$", r"$1\,000$", "$0$", "$2$", "$9$"]


def test_costs_and_times():
    assert [cell.strip() for cell in lines(approximation_costs.typeset(COSTS), "carleman")[0][1:3]] == [
        "$0.5$",
        "$0.5$",
    ]
    (cells,) = lines(bench_approximations.typeset(RECORD), "carleman")
    assert [cell.strip(" \\") for cell in cells[2:]] == ["$200$", "$200$", "$1000$", "$0.01$"]


def test_the_comment_is_answered_at_two_depths():
    (cells,) = lines(bench_depth.typeset(RECORD), "carleman")
    assert [cell.strip(" \\") for cell in cells[1:]] == ["", "$200$", "$0.01$"]  # nothing was timed at depth 1000


def test_orders_of_two_studies_share_their_lines():
    local = [
        {
            "activation": "tanh",
            "center": center,
            "method": method,
            "order": k,
            "predicted": k + 1,
            "measured": k + shift,
        }
        for center in ("origin", "operating point")
        for method, shift in (("taylor", 1.0), ("pade", 1.002))
        for k in (1, 3)
    ]
    amplitude = [
        {"activation": "tanh", "place": "fixed point", "width": width, "order": k, "predicted": k, "measured": k}
        | {"shallow": 0.1 * width, "deep": 0.2}
        for width in (1, 2)
        for k in (1, 3)
    ]
    origin, elsewhere = lines(approximation_orders.typeset(local, amplitude), "tanh")
    assert [cell.strip(" \\") for cell in origin[1:]] == ["origin", "$2, 4$", "$0.002$", "", "", "", ""]
    assert [cell.strip(" \\") for cell in elsewhere[4:]] == ["$1, 3$", "$0$", "$0.2$", "$0.2$"]


def test_every_method_has_its_line():
    text = approximations.typeset()
    assert text.count(r"\ref{") >= 13 and r"magnus\_frozen" in text


@pytest.mark.parametrize(
    ("key", "rows", "value"),
    [
        ("comparison-deep-third", ERRORS, 0.2),
        ("comparison-deep-tenth", ERRORS, None),
        ("comparison-expanding", ERRORS, 4.0),
        ("comparison-critical-surrogate", ERRORS, 0.03),
        ("comparison-local-most", COSTS, 2.5),
        ("comparison-paid-back-carleman", COSTS, 3),
        ("comparison-instances", LAWS, 1000),
        ("comparison-deviation", LAWS, 0.002),
    ],
)
def test_how_numbers_are_read(key, rows, value):
    assert NUMBERS[key].value(rows) == (value if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("approximation-map", {"errors": ERRORS}),
        ("approximation-depth", {"errors": ERRORS}),
        ("approximation-slopes", {"laws": LAWS}),
        ("approximation-pareto", {"errors": ERRORS, "costs": COSTS, "record": RECORD}),
    ],
)
def test_figures_are_drawn_of_few_rows_without_a_warning(name, data, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        save_figure(lambda: drawing(name)(**data), tmp_path / "a.pdf", tmp_path / "a.png")
    assert (tmp_path / "a.pdf").stat().st_size > 2000
