"""Time closed forms against the recursion."""

from closedprop.reports.records import logging_to, write_json
from closedprop.solvable.normalized_timing import normalized_record
from closedprop.solvable.timing import linear_record

with logging_to(snakemake.log[0]):
    write_json("reference/bench/linear.json", linear_record(**snakemake.params.linear))
    write_json("reference/bench/normalized.json", normalized_record(**snakemake.params.normalized))
