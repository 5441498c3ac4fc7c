"""Compare a run with the committed reference."""

from closedprop.reports.records import logging_to, read_json, write_text
from closedprop.reports.verify import verify

with logging_to(snakemake.log[0]):
    report = verify(
        numbers=read_json(snakemake.input.json),
        sources=snakemake.input.sources,
        root=snakemake.params.root,
        paths=[path.removeprefix(snakemake.params.root) for path in snakemake.params.checked],
        reference=snakemake.params.reference,
        pyproject=snakemake.input.pyproject,
    )
    write_text(snakemake.output[0], report)
