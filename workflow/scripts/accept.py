"""Take a run as the reference."""

from closedprop.reports.records import logging_to, read_json
from closedprop.reports.verify import accept

with logging_to(snakemake.log[0]):
    accept(
        numbers=read_json(snakemake.input.json),
        root=snakemake.params.root,
        paths=[path.removeprefix(snakemake.params.root) for path in snakemake.params.checked],
        reference=snakemake.params.reference,
    )
