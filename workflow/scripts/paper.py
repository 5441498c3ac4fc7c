"""Compile the paper."""

from closedprop.reports.compile import compiled
from closedprop.reports.records import logging_to

with logging_to(snakemake.log[0]):
    compiled("paper/main.tex", snakemake.output[0], snakemake.params.build, snakemake.params.inputs, snakemake.log[0])
