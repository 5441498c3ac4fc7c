import flint
import pytest

from closedprop.scalars import Invalid
from closedprop.validated.precision import doubling, precision


def test_precision_is_given_back_after_an_error():
    before = flint.ctx.prec
    with pytest.raises(ZeroDivisionError), precision(300):
        assert flint.ctx.prec == 300
        raise ZeroDivisionError
    assert flint.ctx.prec == before


def test_doubling_decides_a_sign_and_gives_precision_back():
    before = flint.ctx.prec
    # log(1 + 10^-40) - 10^-40 is about -5e-81: undecided at 64 and 128 bits.
    for bits in doubling(64, 1024):  # noqa: B007  (the last one is the answer)
        small = flint.arb(10) ** -40
        if (1 + small).log() - small < 0:
            break
    assert 256 <= bits <= 512
    for _ in doubling(64, 128):
        pass
    assert flint.ctx.prec == before


def test_too_few_bits_are_refused():
    with pytest.raises(Invalid, match=r"precision\(1\): fewer than 2 bits; ask for at least 2"), precision(1):
        pass
