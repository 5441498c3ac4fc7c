"""Write the tables of where figures, tables and numbers come from, and of what is checked."""

from closedprop.reports.provenance import inventory, number_sources, provenance
from closedprop.reports.records import logging_to, read, write_text

with logging_to(snakemake.log[0]):
    rules = snakemake.params.makers
    write_text(snakemake.output.provenance, provenance(rules))
    write_text(snakemake.output.numbers, number_sources(read(snakemake.input.numbers), rules))
    certificates = read(snakemake.input.certificates)
    write_text(snakemake.output.inventory, inventory(".", certificates, rules, snakemake.params.checksums))
