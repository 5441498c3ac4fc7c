"""Draw one figure."""

from closedprop.reports.catalogue import FIGURES, drawing
from closedprop.reports.records import logging_to, read_rows
from closedprop.reports.style import save_figure

with logging_to(snakemake.log[0]):
    name = snakemake.wildcards.figure
    rows = {key: read_rows(*snakemake.input[key]) for key in FIGURES[name].data}
    save_figure(lambda: drawing(name)(**rows), snakemake.output.pdf, snakemake.output.png)
