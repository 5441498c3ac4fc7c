"""``closedprop check FILE ...``: recompute what certificates say."""

import argparse
import json
from pathlib import Path
from typing import Any

from closedprop.errors import Invalid
from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check


def add(commands: Any) -> None:
    """Add the command to the parsers of the command line."""
    asked = commands.add_parser("check", help="check certificates, by a program that knows nothing of the finder")
    asked.add_argument(
        "files", metavar="FILE", nargs="+", help="certificates, as `closedprop certify --json` prints them"
    )
    asked.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print a line a certificate; return 0 if all are accepted, else 1."""
    rejected = 0
    for name in options.files:
        record = _read(name)
        try:
            verdict = check(record)
        except InvalidCertificate as error:
            rejected += 1
            print(f"{name}: rejected: {' '.join(str(error).split())}")
        else:
            print(f"{name}: accepted: {verdict}: {record['claim']}", flush=True)
    return 1 if rejected else 0


def _read(name: str) -> Any:
    try:
        return json.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Invalid(f"the certificate {name}", str(error), "give a JSON file") from None
