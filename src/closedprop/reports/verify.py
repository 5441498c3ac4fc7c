"""Between the numbers and the PDF: every number and every result against the committed reference.

Numbers are compared within their stated tolerance everywhere; in the locked environment results, tables and figures must
have the committed checksums as well.
"""

import hashlib
import platform
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from closedprop.errors import ClosedPropError
from closedprop.reports.records import read_json, write_json, write_text

_USED = re.compile(r"\\result\{([^}]+)\}")


class Mismatch(ClosedPropError):
    """A number of the paper is not the one that was expected."""


def environment_differences(pyproject: str | Path) -> list[str]:
    """Return how this environment differs from the locked one; an empty list where it does not.

    Compared: the pinned direct dependencies, Python 3.11, and an x86-64 Linux, where the reference was made.
    """
    pins = tomllib.loads(Path(pyproject).read_text(encoding="utf-8"))["project"]["dependencies"]
    differences = []
    for pin in pins:
        name, wanted = pin.split("==")
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "missing"
        if found != wanted:
            differences.append(f"{name} {found} (locked: {wanted})")
    if sys.version_info[:2] != (3, 11):
        differences.append(f"Python {platform.python_version()} (locked: 3.11)")
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        differences.append(f"{platform.system()} on {platform.machine()} (locked: Linux on x86_64)")
    return differences


def checksum(path: str | Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def macro_differences(sources: Iterable[str | Path], numbers: Mapping[str, Any]) -> list[str]:
    r"""Return a line for each ``\result{key}`` that no number defines, and for each number that the paper does not use."""
    used = {key for path in sources for key in _USED.findall(Path(path).read_text(encoding="utf-8"))}
    undefined = [
        f"\\result{{{key}}} is used in the paper; define it in reports/numbers/" for key in sorted(used - set(numbers))
    ]
    unused = [f"the number {key} is not used; remove it from reports/numbers/" for key in sorted(set(numbers) - used)]
    return undefined + unused


def number_differences(numbers: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    """Return a line for each number outside its tolerance: expected, computed, allowed.

    >>> number_differences({"a": {"value": 2.0}}, {"a": {"value": 1.0, "tolerance": 0.1}})
    ['a: expected 1.0 within a relative 0.1, computed 2.0']
    """
    lines = [f"{key}: no reference" for key in numbers if key not in expected]
    for key, reference in expected.items():
        if key not in numbers:
            lines.append(f"{key}: expected {reference['value']}, but it is no longer computed")
            continue
        value, wanted, tolerance = numbers[key]["value"], reference["value"], reference["tolerance"]
        if not _close(value, wanted, tolerance):
            lines.append(f"{key}: expected {wanted} within a relative {tolerance}, computed {value}")
    return lines


def _close(value: Any, wanted: Any, tolerance: float) -> bool:
    if value == wanted or isinstance(value, str) or isinstance(wanted, str) or None in (value, wanted):
        return value == wanted
    return abs(value - wanted) <= tolerance * abs(wanted)


def checksum_differences(root: str | Path, paths: Iterable[str], reference: str | Path) -> list[str]:
    """Return a line for each file whose checksum is not the committed one; ``paths`` are relative to ``root``."""
    lines = (line.split(maxsplit=1) for line in Path(reference).read_text(encoding="utf-8").splitlines())
    expected = {path: digest for digest, path in lines}
    found = {path: checksum(Path(root) / path) for path in paths}
    changed = [f"{path}: another checksum" for path in found if path in expected and found[path] != expected[path]]
    missing = [f"{path}: no checksum in the reference" for path in found if path not in expected]
    return (
        changed
        + missing
        + [f"{path}: in the reference, not made by this run" for path in expected if path not in found]
    )


def verify(
    numbers: Mapping[str, Any],
    sources: Iterable[str | Path],
    root: str | Path,
    paths: Iterable[str],
    reference: str | Path,
    pyproject: str | Path,
) -> str:
    """Return a report of the comparison.

    Raises ``Mismatch``, naming each difference and what to do, for an undefined or unused macro, a number outside its
    tolerance, or, in the locked environment, a file with another checksum.
    """
    macros = macro_differences(sources, numbers)
    if macros:
        raise Mismatch("the numbers of the paper", "; ".join(macros), "then run again")
    folder = Path(reference)
    if not (folder / "numbers.json").exists():
        raise Mismatch(
            f"the reference {folder}", "there is none", "run `./reproduce accept` with the same config, and look at it"
        )
    expected = read_json(folder / "numbers.json")
    off = number_differences(numbers, expected)
    foreign = environment_differences(pyproject)
    files = checksum_differences(root, paths, folder / "checksums.txt")
    if off or (files and not foreign):
        raise Mismatch(
            f"the results against {folder}",
            "\n  " + "\n  ".join([*off, *([] if foreign else files)]) + "\n",
            "if you changed code or config on purpose, look at the difference and run `./reproduce accept`; if not, read"
            ' "My numbers differ" in README.md',
        )
    lines = [f"{len(expected)} numbers agree with {folder}/numbers.json within their tolerances."]
    if foreign:
        lines.append("This is not the locked environment: " + "; ".join(foreign) + ".")
        lines.append(f"{len(files)} files differ in their bytes, which is expected here.")
    else:
        lines.append("Every result, table and figure has the committed checksum.")
    return "\n".join(lines) + "\n"


def accept(numbers: Mapping[str, Any], root: str | Path, paths: Iterable[str], reference: str | Path) -> None:
    """Write the reference from a run: each number with its tolerance and source, and the checksums."""
    kept = {
        key: {name: entry[name] for name in ("value", "tolerance", "meaning", "file", "rule")}
        for key, entry in numbers.items()
    }
    write_json(Path(reference) / "numbers.json", kept)
    lines = [f"{checksum(Path(root) / path)}  {path}\n" for path in sorted(paths)]
    write_text(Path(reference) / "checksums.txt", "".join(lines))
