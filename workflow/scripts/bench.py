"""Time the closed forms of linear networks."""

from closedprop.reports.records import logging_to, write_json
from closedprop.solvable.timing import linear_record

with logging_to(snakemake.log[0]):
    write_json("reference/bench/linear.json", linear_record(**dict(snakemake.params.items())))
