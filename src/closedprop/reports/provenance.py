r"""Where everything in the paper comes from, as tables of its last appendix; each row is the target of a link.

A figure or a table links to its row ``data:fig:<name>`` or ``data:tab:<name>``, a number to its row ``number:<key>``.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from closedprop.reports import latex
from closedprop.reports.catalogue import FIGURES, TABLES
from closedprop.reports.links import THEOREMS, code_of, statements
from closedprop.reports.numbers import NUMBERS
from closedprop.reports.records import Rows

#: For each rule of the workflow: its file, and the patterns of its outputs.
Rules = Mapping[str, tuple[str, Sequence[str]]]

#: Names in the meanings of numbers, and the symbols of the paper.
_SYMBOLS = {
    "delta^(1)": r"$\del{1}$",
    "sigma_w^2": r"$\sw^2$",
    "sigma_b^2": r"$\sbias^2$",
    "sigma_w": r"$\sw$",
    "sigma_b": r"$\sbias$",
}
_FOLDER = "src/closedprop/reports/"
_BENCH = ("bench", "workflow/rules/bench.smk")  # writes records, which are no outputs: measured times are no results


def shown(pattern: str) -> str:
    """Return a path of the catalogue as a reader knows it, from the root of the repository.

    >>> shown("approximations/errors/{compared}.csv"), shown("../reference/bench/linear.json")
    ('results/approximations/errors/*.csv', 'reference/bench/linear.json')
    """
    path = re.sub(r"\{\w+\}", "*", pattern)
    return path.removeprefix("../") if path.startswith("../") else f"results/{path}"


def maker(path: str, rules: Rules) -> tuple[str, str]:
    r"""Return the rule that makes a result, and its file.

    >>> maker("results/a/*.csv", {"a": ("workflow/rules/a.smk", ["results/a/{activation,\\w+}.csv"])})
    ('a', 'workflow/rules/a.smk')
    """
    if path.startswith("reference/"):
        return _BENCH
    for name, (file, outputs) in rules.items():
        for output in outputs:
            parts = re.split(r"\{[^{}]*\}", output)
            if re.fullmatch("[^/]+".join(map(re.escape, parts)), path):
                return name, file
    raise LookupError(f"no rule makes {path}")


def _file(path: str, text: str | None = None) -> str:
    return rf"\codelink{{{path}}}{{\filename{{{text or path}}}}}"


def _prose(text: str) -> str:
    r"""Return a meaning with its symbols as in the paper.

    >>> _prose("critical sigma_w^2, 5 %")
    'critical $\\sw^2$, 5 \\%'
    """
    parts = re.split(f"({'|'.join(map(re.escape, _SYMBOLS))})", text)
    return "".join(_SYMBOLS.get(part) or latex.escaped(part) for part in parts)


def _long(widths: Sequence[float], header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    columns = "".join(rf">{{\raggedright\arraybackslash}}p{{{width}\textwidth}}" for width in widths)
    lines = [
        rf"\begin{{longtable}}{{@{{}}{columns}@{{}}}}",
        r"\toprule",
        " & ".join(header) + r" \\",
        r"\midrule",
        r"\endhead",
    ]
    lines += [r"\bottomrule", r"\endlastfoot", *(" & ".join(row) + r" \\" for row in rows), r"\end{longtable}"]
    return "\n".join(lines) + "\n"


def provenance(rules: Rules) -> str:
    """Return the table of figures and tables: the data, the rules that make them, the file that shows them."""
    rows = []
    for kind, name, entry in [
        *(("figures", name, entry) for name, entry in FIGURES.items()),
        *(("tables", name, entry) for name, entry in TABLES.items()),
    ]:
        label = f"{kind[:3]}:{name}"
        code = code_of(kind, name)
        paths = list(dict.fromkeys(map(shown, entry.data.values())))
        makers = dict.fromkeys(maker(path, rules) for path in paths)
        rows.append(
            [
                rf"\hypertarget{{data:{label}}}{{}}\shownas{{{label}}}",
                r" \newline ".join(rf"\filename{{{path}}}" for path in paths) or "the registries of the library",
                r" \newline ".join(_file(file, rule) for rule, file in makers) or "--",
                _file(code, code.removeprefix(_FOLDER)),
            ]
        )
    return _long((0.115, 0.36, 0.215, 0.25), ["In the paper", "Data", "Rule", "Code"], rows)


def number_sources(values: Mapping[str, Mapping[str, Any]], rules: Rules) -> str:
    """Return the table of numbers: key, value, meaning, rule, result; ``values`` as ``numbers.collected`` returns them."""
    rows = []
    for key, entry in values.items():
        paths = list(dict.fromkeys(map(shown, NUMBERS[key].files)))
        rows.append(
            [
                rf"\hypertarget{{number:{key}}}{{}}\filename{{{key}}}",
                f"${entry['text']}$",
                _prose(entry["meaning"]),
                _file(rules[entry["rule"]][0], entry["rule"]),
                r" \newline ".join(rf"\filename{{{path.removeprefix('results/')}}}" for path in paths),
            ]
        )
    return _long(
        (0.18, 0.1, 0.265, 0.16, 0.21), ["Key", "Value", "Meaning", "Rule", r"Read from \filename{results/}"], rows
    )


def inventory(root: str | Path, certificates: Rows, rules: Rules, checksums: int) -> str:
    """Return the table of what is checked: how many there are of each, and how."""
    accepted = sum(row["checked"] == "accepted" for row in certificates)
    in_code = sum(label.split(":")[0] in THEOREMS for label in statements(root))
    prose = (Path(root) / "paper/prose-only.txt").read_text(encoding="utf-8").splitlines()
    in_prose = sum(line.startswith(THEOREMS) for line in prose)
    rows = [
        ("theorems with code", in_code, "one docstring names each; its function has tests"),
        ("theorems without code", in_prose, "a list gives the reason for each"),
        ("certificates", accepted, "checkers accept them, and reject altered ones"),
        ("numbers in the text", len(NUMBERS), "each within its tolerance of the reference"),
        ("figures and tables", len(FIGURES) + len(TABLES), "drawn from saved results only"),
        ("files with a checksum", checksums, "the bytes of the reference, in the locked environment"),
        ("rules that make results", len(rules), "a test runs them at small size, up to the paper"),
    ]
    body = [[what, latex.math(count), against] for what, count, against in rows]
    return latex.table(["", "Number", "Check"], body, "lrl")
