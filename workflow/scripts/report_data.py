"""Lay the data of the figures and tables side by side."""

from pathlib import Path
from shutil import copyfile

from closedprop.reports.records import logging_to

with logging_to(snakemake.log[0]):
    folder = Path(snakemake.output[0])
    folder.mkdir(parents=True)
    for path in map(Path, snakemake.input):
        name = str(path.relative_to(snakemake.params.results)).replace("/", "-")
        copyfile(path, folder / name)
