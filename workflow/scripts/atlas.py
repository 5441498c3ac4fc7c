"""Read the evidence of the answer matrix again, and save the matrix with what it says."""

from closedprop.atlas import answered
from closedprop.atlas.study import rows
from closedprop.reports.records import logging_to, write_json, write_rows

with logging_to(snakemake.log[0]):
    records = answered(snakemake.params.results)
    write_rows(snakemake.output.csv, rows(records))
    write_json(snakemake.output.json, records)
