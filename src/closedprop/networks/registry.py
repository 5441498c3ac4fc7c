"""Every activation by name: those of the library, and those a user adds in ``config/activations.yaml``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from closedprop.networks.activation import Activation
from closedprop.scalars import Invalid, nearest

# The constants that make mean 0 and variance 1 a fixed point, in closed form.
# derived: Klambauer, Unterthiner, Mayr & Hochreiter, Self-normalizing neural networks (2017), equation (14).
_SELU_ALPHA = "-sqrt(2/pi)/(erfc(1/sqrt(2))*exp(1/2) - 1)"
_SELU_SCALE = (
    "(1 - erfc(1/sqrt(2))*sqrt(E))*sqrt(2*pi)/sqrt(2*erfc(sqrt(2))*exp(2) + pi*erfc(1/sqrt(2))**2*exp(1)"
    " - 2*(2 + pi)*erfc(1/sqrt(2))*sqrt(E) + pi + 2)"
)


class _Library(Mapping[str, Activation]):
    """The activations of a list of definitions; each is made when it is first asked for, since few jobs need them all."""

    def __init__(self, definitions: Mapping[str, Mapping[str, Any]]):
        self._definitions = definitions
        self._made: dict[str, Activation] = {}

    def __getitem__(self, name: str) -> Activation:
        if name not in self._made:
            self._made[name] = Activation(name, **self._definitions[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._definitions)

    def __len__(self) -> int:
        return len(self._definitions)


#: Kinks map to the slope used there: 0 for relu and hardtanh, the left slope for leaky_relu and selu (as the common
#: frameworks do), 0 for abs; elu (at alpha = 1) and softsign are differentiable at theirs, and only not analytic.
ACTIVATIONS: Mapping[str, Activation] = _Library(
    {
        "identity": {"formula": "z"},
        "relu": {"formula": "max(0, z)", "kinks": {0: 0}},
        "leaky_relu": {"formula": "max(a*z, z)", "kinks": {0: "a"}, "parameters": {"a": "1/100"}},
        "abs": {"formula": "abs(z)", "kinks": {0: 0}},
        "hardtanh": {"formula": "max(-1, min(1, z))", "kinks": {-1: 0, 1: 0}},
        "tanh": {"formula": "tanh(z)"},
        "sigmoid": {"formula": "1/(1 + exp(-z))"},
        "erf": {"formula": "erf(z)"},
        "arctan": {"formula": "atan(z)"},
        "sin": {"formula": "sin(z)"},
        "exp": {"formula": "exp(z)"},
        "softplus": {"formula": "log(1 + exp(z))"},
        "elu": {"formula": "max(0, z) + a*(exp(min(0, z)) - 1)", "kinks": {0: "a"}, "parameters": {"a": 1}},
        "selu": {
            "formula": "s*(max(0, z) + a*(exp(min(0, z)) - 1))",
            "kinks": {0: "s*a"},
            "parameters": {"s": _SELU_SCALE, "a": _SELU_ALPHA},
        },
        "gelu": {"formula": "z*erfc(-z/sqrt(2))/2"},
        "silu": {"formula": "z/(1 + exp(-z))"},
        "softsign": {"formula": "z/(1 + abs(z))", "kinks": {0: 1}},
        "isru": {"formula": "z/sqrt(1 + a*z**2)", "parameters": {"a": 1}},
        "quadratic": {"formula": "z**2"},
        "logistic": {"formula": "r*z*(1 - z)", "parameters": {"r": 4}},
    }
)


def activation(name: str | Activation, known: Mapping[str, Activation] = ACTIVATIONS, **parameters: Any) -> Activation:
    """Return the activation of that name, at other parameter values if any are given.

    Raises ``Invalid`` naming the nearest for an unknown name.

    >>> activation("logistic", r=2).expression
    2*z*(1 - z)
    >>> activation("sigmod")
    Traceback (most recent call last):
    closedprop.errors.Invalid: the activation sigmod: unknown; did you mean sigmoid?
    """
    if isinstance(name, Activation):
        return name.with_parameters(**parameters)
    if name not in known:
        raise Invalid(f"the activation {name}", "unknown", nearest(name, known))
    return known[name].with_parameters(**parameters)


def load_activations(path: str | Path) -> dict[str, Activation]:
    """Return the library's activations and those of a YAML file: ``name: expression`` or a mapping, one each.

    ::

        mish: z*tanh(log(1 + exp(z)))
        shrink: {expression: "z - max(-1, min(1, z))", kinks: {-1: 0, 1: 0}}

    Raises ``Invalid`` naming file and entry for a name already taken, an unknown key, or a bad expression.
    """
    entries = yaml.safe_load(Path(path).read_text(encoding="utf-8")) or {}
    if not isinstance(entries, dict):
        raise Invalid(f"the activations of {path}", f"a {type(entries).__name__}", "write lines `name: expression`")
    loaded = dict(ACTIVATIONS)
    for name, entry in entries.items():
        if name in loaded:
            raise Invalid(f"the activation {name} of {path}", "the name is taken", "choose another name")
        try:
            loaded[name] = activation_from(name, entry)
        except Invalid as error:
            raise Invalid(
                f"the activation {name} of {path}", f"refused ({error.asked}: {error.found})", error.do
            ) from None
    return loaded


def activation_from(name: str, entry: Any) -> Activation:
    """Return the activation of one entry of ``config/activations.yaml``: text, or a mapping with ``expression``.

    Raises ``Invalid`` for an unknown key or a bad expression.

    >>> activation_from("mish", "z*tanh(log(1 + exp(z)))").radius() > 2
    True
    """
    fields = {"expression": entry} if isinstance(entry, str) else entry
    if not isinstance(fields, dict) or not isinstance(fields.get("expression"), str):
        raise Invalid("the entry", "no expression", "write it as text, e.g. `mish: z*tanh(log(1 + exp(z)))`")
    for key in fields:
        if key not in ("expression", "kinks", "parameters"):
            raise Invalid(f"the key {key}", "unknown", nearest(key, ("expression", "kinks", "parameters")))
    exact = {key: {k: str(v) for k, v in (fields.get(key) or {}).items()} for key in ("kinks", "parameters")}
    kinks = {str(point): slope for point, slope in exact["kinks"].items()}
    return Activation(name, fields["expression"], kinks=kinks, parameters=exact["parameters"])
