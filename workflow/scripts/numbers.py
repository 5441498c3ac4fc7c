"""Write the numbers of the text, for LaTeX and as JSON."""

from closedprop.reports.numbers import collected, macros
from closedprop.reports.records import logging_to, write_json, write_text

with logging_to(snakemake.log[0]):
    values = collected(snakemake.params.results, snakemake.params.stands_for)
    write_json(snakemake.output.json, values)
    write_text(snakemake.output.tex, macros(values))
