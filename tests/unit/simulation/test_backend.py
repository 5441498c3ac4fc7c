import sys
from types import ModuleType

import numpy as np
import pytest

from closedprop.networks import ACTIVATIONS, activation
from closedprop.scalars import Undefined
from closedprop.simulation import Backend, Ensemble, draw, lengths
from closedprop.simulation.backend import standard_code

Z = np.concatenate([np.linspace(-3, 3, 25), [0.0, 1.0, -1.0]])
WRITTEN = [name for name in ACTIVATIONS if name not in ("erf", "gelu")]


@pytest.mark.parametrize("name", WRITTEN)
def test_code_of_the_standard_is_the_activation(name):
    act = activation(name)
    value, slope = standard_code(act, np)
    assert value(Z) == pytest.approx(act(Z), rel=1e-12, abs=1e-15)
    assert slope(Z) == pytest.approx(act.slope(Z), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", ["relu", "tanh"])
def test_another_library_gives_the_same_lengths(monkeypatch, name):
    """NumPy under another name, without ``vecdot``: what a library of the standard of 2022 offers."""
    library = ModuleType("wrapped")
    vars(library).update({key: value for key, value in vars(np).items() if key[:2] != "__" and key != "vecdot"})
    monkeypatch.setitem(sys.modules, "wrapped", library)
    _compare(Ensemble(name, (5, 6, 7), 1.3, 0.2, inputs=2, tops=3), Backend("wrapped"))


@pytest.mark.parametrize("library", ["array_api_strict", "torch", "cupy"])
def test_installed_libraries(library):
    pytest.importorskip(library)
    _compare(Ensemble("tanh", (5, 6, 7), 1.3, 0.2, inputs=2, tops=3), Backend(library))


def _compare(ensemble, backend):
    ours, theirs = lengths(draw(ensemble, 1, 0, range(4))), lengths(draw(ensemble, 1, 0, range(4), backend), backend)
    assert theirs.gradients == pytest.approx(ours.gradients, rel=1e-12)
    assert theirs.variances == pytest.approx(ours.variances, rel=1e-12)


def test_refusals():
    with pytest.raises(Undefined, match="sampling with no_such_library: not installed; install it, or use numpy"):
        _ = Backend("no_such_library").namespace
    with pytest.raises(Undefined, match="erf with numpy: the standard has no erf; sample it with numpy"):
        standard_code(activation("erf"), np)
