from closedprop.approximations.in_law.finite_width.study import finite_width_laws, first_corrections, width_errors
from closedprop.reports.records import select

REGIMES = {"tanh": {"chaotic": {"weight_variance": 2.5, "bias_variance": 0.05}}}


def test_laws_have_equal_columns():
    drawn = {"activation": "relu", "width": 3, "layers": 2}
    rows = finite_width_laws(["relu", "identity"], [4], [1, 2], drawn, points=3, exponents=[2])
    assert len({tuple(row) for row in rows}) == 1
    assert {row["law"] for row in rows} == {"layer", "gradient", "kernel", "log", "density", "lyapunov"}
    (second,) = select(rows, law="layer", activation="relu", quantity="moment 2")
    assert second["value"] == 2.25


def test_corrections_follow_the_regimes():
    regime = {"activation": "relu", "phase": "critical", "sigma_w": 2**0.5, "sigma_b": 0.0, "input_variance": 1.0}
    rows = first_corrections([regime | {"layer": layer} for layer in (1, 2, 3)])
    assert [round(row["log_variance"], 9) for row in rows] == [12, 7, 2]


def test_errors_over_width_and_depth():
    rows = width_errors(REGIMES, widths=[4, 8], depth=3, depths=[2], width=4, samples=50, seed=1)
    assert [(row["over"], row["width"], row["depth"]) for row in rows] == [
        ("width", 4, 3),
        ("width", 8, 3),
        ("depth", 4, 2),
    ]
    assert rows[0]["predicted"] == 2 * rows[1]["predicted"] and rows[2]["predicted"] == 0
