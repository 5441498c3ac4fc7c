"""Networks in files: JSON with exact numbers, or NPZ with the arrays that a framework saves."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from closedprop.networks.network import Network
from closedprop.networks.registry import ACTIVATIONS, activation_from
from closedprop.scalars import RATIONALS, Invalid, nearest

_KEYS = ("weights", "biases", "activation", "tied", "depth")


def network_record(network: Network) -> dict[str, Any]:
    """Return a network as a JSON object: weights, biases, activation, tied, depth; every number as text, exactly.

    A weight-tied network has one matrix under ``weights`` and one vector under ``biases``, used depth - 1 times.
    Raises ``Undefined`` for a float (call :meth:`Network.exactly` first) or a symbol.

    >>> network_record(Network.tied([["1/2"]], depth=3))
    {'weights': [['1/2']], 'biases': ['0'], 'activation': 'tanh', 'tied': True, 'depth': 3}
    """
    weights = [_texts(weight) for weight in network.weights]
    biases = [_texts(bias) for bias in network.biases]
    tied = network.is_tied and network.depth > 2
    f = network.activation
    known = ACTIVATIONS.get(f.name)
    described = (
        f.name
        if known is not None and known.expression == f.expression
        else {
            "name": f.name,
            "expression": str(f.symbolic),
            "kinks": {str(point): str(slope) for point, slope in f.kinks.items()},
            "parameters": {name: str(value) for name, value in f.parameters.items()},
        }
    )
    return {
        "weights": weights[0] if tied else weights,
        "biases": biases[0] if tied else biases,
        "activation": described,
        "tied": tied,
        "depth": network.depth,
    }


def network_from(record: Any) -> Network:
    """Return the network of a JSON object (see :func:`network_record`).

    ``weights`` is a list of matrices, or one matrix if ``tied``; ``biases`` may be left out (zero); ``activation`` is a name or
    a mapping with ``expression`` and perhaps ``name``, ``kinks``, ``parameters`` and defaults to tanh; ``depth`` counts the
    layers of preactivations, as everywhere, and is needed only if ``tied``.
    Raises ``Invalid`` for an unknown or missing key, a depth that contradicts the weights, and what ``Network`` refuses.

    >>> network_from({"weights": [[1, 1], [1, 0]], "tied": True, "depth": 4}).depth
    4
    """
    if not isinstance(record, Mapping):
        raise Invalid("a network", f"a {type(record).__name__}", "give a JSON object with weights")
    for key in record:
        if key not in _KEYS:
            raise Invalid(f"the key {key} of a network", "unknown", nearest(str(key), _KEYS))
    if "weights" not in record:
        raise Invalid("a network", "no weights", "give a list of matrices")
    f = _activation(record.get("activation", "tanh"))
    if record.get("tied", False):
        if not isinstance(record.get("depth"), int):
            raise Invalid("a weight-tied network", f"depth {record.get('depth')!r}", "give an integer depth >= 2")
        return Network.tied(record["weights"], record["depth"], record.get("biases"), f)
    network = Network(record["weights"], record.get("biases"), f)
    if record.get("depth", network.depth) != network.depth:
        raise Invalid(
            "a network", f"depth {record['depth']} and {len(network.weights)} weights", f"its depth is {network.depth}"
        )
    return network


def load_network(path: str | Path) -> Network:
    """Return the network of a ``.json`` or ``.npz`` file.

    An NPZ file has the arrays ``weight_1``, ``bias_1``, ``weight_2``, ... and perhaps ``activation`` (text), ``tied`` and
    ``depth``; its floats are read as the binary fractions they are. Biases may be left out.
    Raises ``Invalid`` for a file that cannot be read as either.
    """
    path = Path(path)
    try:
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as arrays:
                return network_from(_npz_record(dict(arrays))).exactly()
        return network_from(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"the network file {path}", str(error), "give a JSON object or an NPZ archive") from None


def save_network(network: Network, path: str | Path) -> None:
    """Save a network as JSON."""
    Path(path).write_text(json.dumps(network_record(network), indent=2) + "\n", encoding="utf-8")


def _npz_record(arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    count = sum(name.startswith("weight_") for name in arrays)
    names = [f"weight_{l}" for l in range(1, count + 1)]
    if not count or any(name not in arrays for name in names):
        raise Invalid("an NPZ network", f"arrays {sorted(arrays)}", "name them weight_1, bias_1, weight_2, ...")
    weights = [arrays[name] for name in names]
    biases = [arrays.get(f"bias_{l}", np.zeros(weight.shape[0])) for l, weight in enumerate(weights, start=1)]
    tied = bool(arrays.get("tied", False))
    record: dict[str, Any] = {"weights": weights[0] if tied else weights, "biases": biases[0] if tied else biases}
    record |= {"tied": tied, "activation": str(arrays.get("activation", "tanh"))}
    return record | ({"depth": int(arrays["depth"])} if "depth" in arrays else {})


def _activation(entry: Any) -> Any:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, Mapping):
        return activation_from(str(entry.get("name", "given")), {k: v for k, v in entry.items() if k != "name"})
    raise Invalid("the activation of a network", f"a {type(entry).__name__}", "give a name or a mapping")


def _texts(array: np.ndarray) -> Any:
    if array.ndim == 2:
        return [_texts(row) for row in array]
    return [str(RATIONALS.convert(entry)) for entry in array]
