"""Figures: the same rows give the same bytes. What they look like is for eyes."""

from closedprop.reports.figures.residual import draw
from closedprop.reports.style import save_figure

ROWS = [{"layers": 2**k, "error": 2.0**-k, "bound": 3 * 2.0**-k} for k in range(4)]


def test_a_figure_is_reproducible(tmp_path):
    for name in "ab":
        save_figure(lambda: draw(ROWS), tmp_path / f"{name}.pdf", tmp_path / f"{name}.png")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert b"CreationDate" not in (tmp_path / "a.pdf").read_bytes()


def test_other_rows_give_another_figure(tmp_path):
    save_figure(lambda: draw(ROWS), tmp_path / "a.pdf", tmp_path / "a.png")
    save_figure(lambda: draw(ROWS[:3]), tmp_path / "b.pdf", tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() != (tmp_path / "b.png").read_bytes()
