import pytest

from closedprop.approximations.in_law.gain_study import PYTORCH_GAINS, edge_table, gain_study, gain_table
from closedprop.networks import ACTIVATIONS, activation, activation_from

NAMES = ("relu", "tanh", "gelu", "softplus")


@pytest.fixture(scope="module")
def rows():
    acts = [*map(activation, NAMES), activation_from("mish", "z*tanh(log(1 + exp(z)))")]
    return [row for act in acts for row in gain_study(act, [0, 0.1, 1])]


def test_the_edge_has_a_row_for_every_activation_and_bias(rows):
    table = edge_table(rows)
    assert list(table[0]) == ["activation", "sigma_b", "sigma_w", "q", "chi", "residual"]
    assert [row["activation"] for row in table] == [name for name in (*NAMES, "mish") for _ in range(2)]
    for row in table:
        if row["activation"] in ("relu", "softplus"):
            assert row["sigma_w"] is row["chi"] is row["residual"] is None
        else:
            assert row["chi"] == pytest.approx(1, abs=1e-12) and abs(row["residual"]) < 1e-12 * max(row["q"], 1)


def test_the_gains(rows):
    table = {row["activation"]: row for row in gain_table(rows)}
    assert len({tuple(row) for row in table.values()}) == 1
    assert table["tanh"]["sigma_w_at_0"] == pytest.approx(1) and table["tanh"]["attracts_from"] == 0
    assert table["gelu"]["attracts_from"] == table["gelu"]["half_stable_sigma_b"] == pytest.approx(0.41583938)
    assert table["softplus"]["sigma_w_at_0"] is table["softplus"]["chi_error"] is None
    assert table["relu"]["attracts_from"] is None and table["relu"]["framework_chi"] == pytest.approx(1)
    assert table["tanh"]["framework_chi"] == pytest.approx(1.209831, abs=6e-7)
    assert table["mish"]["sigma_w_at_0"] == pytest.approx(5 / 3) and table["mish"]["framework_gain"] is None
    assert all(row["chi_error"] is None or max(row["chi_error"], row["q_error"]) < 1e-12 for row in table.values())


def test_frameworks_gains_are_of_known_activations():
    assert set(PYTORCH_GAINS) <= set(ACTIVATIONS)
