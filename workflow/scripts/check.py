"""Check all certificates of the run."""

from pathlib import Path

from closedprop.obstructions.checked import checked
from closedprop.reports.records import logging_to, read_json, write_rows

with logging_to(snakemake.log[0]):
    write_rows(
        snakemake.output[0], checked({Path(path).stem: read_json(path) for path in snakemake.input.certificates})
    )
