"""Time closed forms and approximations against the recursion, and the parts of sampled networks."""

from closedprop.approximations.comparison.timing import approximations_record
from closedprop.reports.records import logging_to, write_json
from closedprop.simulation.timing import simulation_record
from closedprop.solvable.normalized_timing import normalized_record
from closedprop.solvable.timing import linear_record

with logging_to(snakemake.log[0]):
    write_json("reference/bench/linear.json", linear_record(**snakemake.params.linear))
    write_json("reference/bench/normalized.json", normalized_record(**snakemake.params.normalized))
    write_json("reference/bench/approximations.json", approximations_record(**snakemake.params.approximations))
    write_json("reference/bench/simulation.json", simulation_record(**snakemake.params.simulation))
