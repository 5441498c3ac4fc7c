"""LaTeX without surprises: the same sources give the same bytes, and a warning that a reader would see is an error."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from closedprop.errors import Unable
from closedprop.reports.records import written

_DATE = "1439510400"  # 14 August 2015, when the question was asked; a fixed date makes the PDF reproducible
_OVERFULL = re.compile(r"^Overfull \\hbox \((\d+\.\d+)pt too wide\).*$", re.MULTILINE)
_TOLERATED = 1.0  # points; less than the thickness of a stroke is not visible in the margin


def compiled(main: str, pdf: str | Path, build: str | Path, inputs: str, log: str | Path) -> None:
    """Compile ``main`` with latexmk into ``build`` and put the PDF at ``pdf``; ``inputs`` is the search path of TeX.

    Run from the root of the repository, so that no path of the machine enters the PDF.
    Raises ``Unable`` with the end of LaTeX's log for an error, an undefined reference, a link without its target or an
    overfull line; and without TeX.
    """
    if shutil.which("latexmk") is None:
        raise Unable(
            "the paper", "no latexmk on this machine", "run ./reproduce, which finds or installs TeX, or see README.md"
        )
    environment = os.environ | {
        "TEXINPUTS": inputs,
        "BIBINPUTS": inputs,
        "SOURCE_DATE_EPOCH": _DATE,
        "FORCE_SOURCE_DATE": "1",
        "max_print_line": "1000",
        "TZ": "UTC",
    }
    Path(build).mkdir(parents=True, exist_ok=True)
    command = ["latexmk", "-pdf", "-halt-on-error", "-interaction=nonstopmode", "-Werror", "-silent"]
    command += [f"-outdir={build}", "-jobname=closed-backprop", main]
    with Path(log).open("a", encoding="utf-8") as output:
        failed = subprocess.run(command, env=environment, stdout=output, stderr=output).returncode != 0
    produced = Path(build) / "closed-backprop.pdf"
    transcript = produced.with_suffix(".log")
    told = transcript.read_text(encoding="utf-8", errors="replace") if transcript.exists() else Path(log).read_text()
    overfull = [line.group(0) for line in _OVERFULL.finditer(told) if float(line.group(1)) > _TOLERATED]
    overfull += re.findall(r"^LaTeX Warning: Float too large.*$", told, re.MULTILINE)
    overfull += re.findall(r"^pdfTeX warning \(dest\): .* does not exist", told, re.MULTILINE)
    if failed or overfull:
        # The next run must not take this build for a finished one.
        produced.unlink(missing_ok=True)
        reasons = [*_complaints(told), *overfull]
        raise Unable(
            "the paper", "\n  " + "\n  ".join(reasons[:20]) + "\n", f"mend the sources; the whole log is {transcript}"
        )
    with written(pdf) as temporary:
        shutil.copyfile(produced, temporary)


def _complaints(told: str) -> list[str]:
    lines = told.splitlines()
    errors = [i for i, line in enumerate(lines) if line.startswith("!")]
    context = [line for i in errors for line in lines[i : i + 4]]
    return context + [line for line in lines if re.search(r"Warning: (Reference|Citation|There were undefined)", line)]
