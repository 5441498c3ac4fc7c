"""Back-propagation is its own closed form: from the config to the compiled paper.

./reproduce                 everything          ./reproduce -n          what would run
./reproduce figures         one target          ./reproduce --list      the table of contents
"""

import os
import sys
from pathlib import Path

from snakemake.utils import min_version

min_version("9.0")

# The bits of a result must not depend on the machine's threads or vector units: these are read when NumPy loads.
os.environ |= {
    "OPENBLAS_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Haswell",
    "OMP_NUM_THREADS": "1",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    "PYTHONHASHSEED": "0",
}

# `script:` does not quote the path of Python, so that an environment in a folder with a space would not start: use its name.
if any(letter.isspace() for letter in sys.executable):
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    sys.executable = Path(sys.executable).name


configfile: "config/paper.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/unrolled.smk"
include: "workflow/rules/linear.smk"
include: "workflow/rules/solvable.smk"
include: "workflow/rules/obstructions.smk"
include: "workflow/rules/approximations.smk"
include: "workflow/rules/random.smk"
include: "workflow/rules/learning.smk"
include: "workflow/rules/activations.smk"
include: "workflow/rules/atlas.smk"
include: "workflow/rules/reports.smk"
include: "workflow/rules/paper.smk"
include: "workflow/rules/bench.smk"


report: "workflow/report/workflow.rst"


rule all:
    """The compiled paper, and all it rests on."""
    default_target: True
    input:
        PAPER,


onstart:
    # Snakemake's limit of jobs a second, which nothing here needs, looks again every second, once for each job that has finished
    # (snakemake/snakemake#3744): over the full run that takes a core.
    workflow.scheduler.job_rate_limiter = None
