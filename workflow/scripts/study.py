"""Run the study that is named as the rule, and save its rows."""

from closedprop.reports.records import logging_to, read, write_rows
from closedprop.reports.studies import study

with logging_to(snakemake.log[0]):
    arguments = dict(snakemake.params.items())
    if "rows" in snakemake.input.keys():  # noqa: SIM118  (Snakemake's named lists are no mappings)
        rows = snakemake.input.rows
        arguments["rows"] = read(*([rows] if isinstance(rows, str) else rows))
    if "definition" in arguments:
        from closedprop.networks import activation, activation_from

        definition, name = arguments.pop("definition"), snakemake.wildcards.activation
        arguments["act"] = activation_from(name, definition) if definition else activation(name)
    write_rows(snakemake.output[0], study(snakemake.rule)(**arguments))
