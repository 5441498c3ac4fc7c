"""The command line: ``closedprop solve``, ``closedprop certify``, ``closedprop check``, ``closedprop atlas``."""

import argparse
import re
import sys
from collections.abc import Sequence

from closedprop.cli import atlas, certify, check, solve
from closedprop.errors import ClosedPropError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Return 0 for an answer, also for one that is negative; 1 for a certificate that is rejected; 2 for a question that cannot
    be read or answered, with one line on standard error.
    """
    parser = argparse.ArgumentParser(prog="closedprop", description="Closed forms of back-propagation.")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in (solve, certify, check, atlas):
        command.add(commands)
    options = parser.parse_args(_protected(sys.argv[1:] if arguments is None else arguments))
    try:
        return options.run(options)
    except ClosedPropError as error:
        print(f"closedprop: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as head, has seen enough
        sys.stderr.close()
        return 0


def _protected(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with a space before an expression that starts with a minus, which is no option."""
    return [f" {text}" if re.match(r"-[^-h]|-h.", text) else text for text in arguments]
