"""LaTeX: the paper, from its sources and what the run generated."""


rule paper:
    """The compiled paper."""
    input:
        sources=PAPER_SOURCES,
        bibliography="paper/references.bib",
        figures=[path for path in ALL_FIGURES if path.endswith(".pdf")],
        tables=ALL_TABLES,
        numbers=rules.numbers.output.tex,
        links=rules.links.output,
        provenance=rules.provenance.output,
        verified=rules.verify.output,
    output:
        PAPER,
    log:
        log_of("paper"),
    benchmark:
        benchmark_of("paper")
    threads: 1
    params:
        build=f"{ROOT}paper/build",
        inputs=f"{ROOT}paper:paper:{ROOT}figures:",
    message:
        "Compiling the paper (its log: {log})"
    script:
        "../scripts/paper.py"
