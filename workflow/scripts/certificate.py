"""Find one certificate."""

from closedprop.obstructions.finders import certify
from closedprop.reports.records import logging_to, write_json

with logging_to(snakemake.log[0]):
    specification = dict(snakemake.params.specification)
    write_json(snakemake.output[0], certify(specification.pop("kind"), **specification).record())
