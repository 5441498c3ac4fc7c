"""Public names of a package that are imported when they are used, so that a small job stays small."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any


def attribute(package: str, homes: Mapping[str, str], name: str) -> Any:
    """Return a public name of a package from its module; ``homes`` says in which, relative to the package.

    It is the body of the package's ``__getattr__``.    Raises ``AttributeError`` that lists the names, for another one.

    >>> attribute("closedprop.algebra", {"geometric_sum": "geometric"}, "geometric_sum").__name__
    'geometric_sum'
    """
    if name not in homes:
        raise AttributeError(f"module {package} has no attribute {name}; it has {', '.join(sorted(homes))}")
    return getattr(import_module(f"{package}.{homes[name]}"), name)
