import pytest

from closedprop.scalars import Invalid
from closedprop.solvable import ClosedForm


def test_an_unknown_class_is_refused():
    with pytest.raises(Invalid, match=r"the closed form x: classes \['CF9'\]; use CF1, CF2"):
        ClosedForm("x", lambda x, n: x, lambda x, d, n: d, "all x", frozenset({"CF9"}), "", "thm:x")
