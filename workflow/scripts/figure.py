"""Draw one figure."""

from closedprop.reports.catalogue import FIGURES, drawing
from closedprop.reports.records import logging_to, read
from closedprop.reports.style import save_figure

with logging_to(snakemake.log[0]):
    name = snakemake.wildcards.figure
    data = {key: read(*snakemake.input[key]) for key in FIGURES[name].data}
    save_figure(lambda: drawing(name)(**data), snakemake.output.pdf, snakemake.output.png)
