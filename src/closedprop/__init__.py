"""Is there a closed form of back-propagation? The library behind the paper.

>>> import closedprop
>>> network = closedprop.Network.tied([[1, 1], [1, 0]], depth=11, activation="identity")
>>> closedprop.backward(network, [0, 0], [1, 0]).deltas[0].tolist()
[89.0, 55.0]
"""

from typing import Any

from closedprop.lazy import attribute

#: The public names and where they live. A name is imported when it is used, so that a small job stays small.
_HOMES = {
    "ACTIVATIONS": "networks",
    "APPROXIMATIONS": "approximations",
    "ATLAS": "atlas",
    "Activation": "networks",
    "Certificate": "obstructions",
    "Ensemble": "simulation",
    "LINEAR_METHODS": "solvable",
    "Network": "networks",
    "activation": "networks",
    "approximate": "approximations",
    "backward": "networks",
    "certify": "obstructions",
    "check": "obstructions",
    "critical_gain": "approximations",
    "forward": "networks",
    "linear_delta": "solvable",
    "mean_field": "approximations",
    "sample": "simulation",
    "solve": "solvable.solver",
    "unroll": "networks",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    return attribute(__name__, _HOMES, name)


def __dir__() -> list[str]:
    return __all__
