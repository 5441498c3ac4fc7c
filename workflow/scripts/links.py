"""Write the links from the paper to the code."""

from closedprop.reports.links import links
from closedprop.reports.records import logging_to, write_text

with logging_to(snakemake.log[0]):
    write_text(snakemake.output[0], links("."))
