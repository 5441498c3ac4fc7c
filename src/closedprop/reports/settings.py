"""The config, checked strictly: a misspelled key is refused, and its nearest neighbors are named."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from closedprop.errors import Invalid, nearest


def checked(config: Mapping[str, Any], schema: str | Path) -> None:
    """Refuse a config that does not match its JSON schema (written as YAML).

    Raises ``Invalid`` naming the place, what was found there, and what may stand there.
    """
    rules = yaml.safe_load(Path(schema).read_text(encoding="utf-8"))
    for error in Draft202012Validator(rules).iter_errors(config):
        raise _readable(error)


def _readable(error: ValidationError) -> Invalid:
    place = ".".join(str(part) for part in error.absolute_path) or "the top level"
    schema: Any = error.schema
    instance: Any = error.instance
    if error.validator == "additionalProperties":
        known = list(schema["properties"])
        strangers = [key for key in instance if key not in known]
        return Invalid(f"the config key {strangers[0]} at {place}", "unknown", nearest(str(strangers[0]), known))
    if error.validator == "required":
        missing = [key for key in schema["required"] if key not in instance]
        return Invalid(f"the config at {place}", f"no key {missing[0]}", "add it, as in config/paper.yaml")
    return Invalid(f"the config value at {place}", error.message, "see workflow/schemas/config.schema.yaml")


def own_activations(path: str | Path) -> dict[str, Any]:
    """Return the entries of ``config/activations.yaml``, unread: only the job that needs one reads its mathematics.

    Raises ``Invalid`` unless the file holds lines ``name: expression``.
    """
    entries = yaml.safe_load(Path(path).read_text(encoding="utf-8")) or {}
    if not isinstance(entries, dict):
        raise Invalid(f"the activations of {path}", f"a {type(entries).__name__}", "write lines `name: expression`")
    return entries
