"""Typeset all tables: one by one they would take as many starts of Python."""

from pathlib import Path

from closedprop.reports.catalogue import typesetting
from closedprop.reports.records import logging_to, read, write_text

with logging_to(snakemake.log[0]):
    for path in snakemake.output:
        name = Path(path).stem
        files = snakemake.params.data[name]
        write_text(path, typesetting(name)(**{key: read(*paths) for key, paths in files.items()}))
