from closedprop.obstructions.order.study import order_study

ROWS = order_study(depths=3, deepest=5, neurons=6, largest=9, gate_depths=2)


def test_the_orders_are_those_of_the_theorems():
    for row in ROWS:
        assert row["order"] == row["expected"], row
        if row["order"] is not None:
            assert row["order"] == row["jet_rank"] == row["span"] and row["verdict"] == "PROVED"


def test_what_is_refused():
    refused = [row for row in ROWS if row["verdict"] == "UNKNOWN"]
    assert [(row["activation"], row["jet_rank"]) for row in refused] == [
        *(("moebius", rank) for rank in (1, 2, 3, 3, 3, 3)),
        ("softplus", 4),
    ]


def test_every_case_is_there():
    cases = {row["case"]: row for row in ROWS}
    assert set(cases) == {
        "scalar",
        "gate",
        "wide",
        "wide gate",
        "zero output weight",
        "dead neuron",
        "integer weights",
        "double precision",
        "user's activation",
        "weight gradient",
        "dependent direction",
        "bottleneck",
        "dead neuron, dependent rows",
        "refused",
    }
    assert {row["activation"] for row in ROWS if row["case"] == "gate"} == {
        "exp",
        "sin",
        "silu",
        "arctan",
        "softplus",
        "erf",
        "gelu",
    }
    assert cases["zero output weight"]["neurons"] == 9 and cases["zero output weight"]["order"] == 8


def test_columns_are_equal():
    assert len({tuple(row) for row in ROWS}) == 1
