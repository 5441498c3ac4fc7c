"""Typeset one table."""

from closedprop.reports.catalogue import TABLES, typesetting
from closedprop.reports.records import logging_to, read, write_text

with logging_to(snakemake.log[0]):
    name = snakemake.wildcards.table
    write_text(
        snakemake.output[0], typesetting(name)(**{key: read(*snakemake.input[key]) for key in TABLES[name].data})
    )
