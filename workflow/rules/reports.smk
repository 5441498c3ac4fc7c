"""From results to what the paper reads: figures, tables, numbers; and the HTML report."""

REPORTS = "src/closedprop/reports"
REFERENCE = [f"{config['reference']}/{name}" for name in ("numbers.json", "checksums.txt")]
PAPER_SOURCES = sorted(
    str(path)
    for pattern in ("paper/*.tex", "paper/sections/*.tex", "paper/appendix/*.tex")
    for path in Path().glob(pattern)
)
#: Code that every figure, table and number goes through.
SHARED = [f"{REPORTS}/{name}.py" for name in ("records", "style", "latex", "catalogue")]
STANDS_FOR = {
    "{taylor}": TAYLOR_ACTIVATIONS,
    "{compared}": COMPARED_ACTIVATIONS,
    "{activation}": [*config["activations"], *OWN_ACTIVATIONS],
}

NUMBER_FILES = sorted(
    {results(path) for entry in NUMBERS.values() for file in entry.files for path in expanded(file, STANDS_FOR)}
)


def data(entry):
    """Return the results that a figure or table shows, by the names of its arguments, as lists of paths."""
    return {
        name: [
            path.removeprefix("../") if path.startswith("../") else results(path)
            for path in expanded(pattern, STANDS_FOR)
        ]
        for name, pattern in entry.data.items()
    }


rule figure:
    """One figure, from saved results only."""
    input:
        unpack(lambda wildcards: data(FIGURES[wildcards.figure])),
        code=lambda wildcards: [*SHARED, f"{REPORTS}/figures/{wildcards.figure.replace('-', '_')}.py"],
    output:
        pdf=f"{ROOT}figures/{{figure}}.pdf",
        png=report(
            f"{ROOT}figures/{{figure}}.png",
            caption="../report/entry.rst",
            category="Figures",
            labels={"figure": "{figure}"},
        ),
    log:
        log_of("figures/{figure}"),
    benchmark:
        benchmark_of("figures/{figure}")
    threads: 1
    params:
        caption=lambda wildcards: FIGURES[wildcards.figure].caption,
    message:
        "Figure {wildcards.figure}"
    script:
        "../scripts/figure.py"


rule tables:
    """All tables."""
    input:
        sorted({path for entry in TABLES.values() for paths in data(entry).values() for path in paths}),
        code=[*SHARED, *sorted(map(str, Path(REPORTS).glob("tables/*.py")))],
    output:
        [f"{ROOT}paper/generated/{name}.tex" for name in TABLES],
    log:
        log_of("tables"),
    benchmark:
        benchmark_of("tables")
    threads: 1
    params:
        data={name: data(entry) for name, entry in TABLES.items()},
    message:
        "All tables, as LaTeX, from saved results only"
    script:
        "../scripts/tables.py"


rule numbers:
    """Every number of the text, as a LaTeX macro and, with its origin, as JSON."""
    input:
        csv=NUMBER_FILES,
        code=[*SHARED, *sorted(map(str, Path(REPORTS).glob("numbers/*.py")))],
    output:
        tex=f"{ROOT}paper/generated/numbers.tex",
        json=results("numbers.json"),
    log:
        log_of("numbers"),
    benchmark:
        benchmark_of("numbers")
    threads: 1
    params:
        results=results(""),
        stands_for=STANDS_FOR,
    message:
        "The numbers of the text"
    script:
        "../scripts/numbers.py"


ALL_FIGURES = [f"{ROOT}figures/{name}.{kind}" for name in FIGURES for kind in ("pdf", "png")]
ALL_TABLES = list(rules.tables.output)
ALL_RESULTS = sorted(
    {
        path
        for entry in [*FIGURES.values(), *TABLES.values()]
        for paths in data(entry).values()
        for path in paths
        if path.startswith(results(""))
    }
    | set(NUMBER_FILES)
    | {results("unrolled/equality.csv")}
)
#: What has a checksum in the reference.
CHECKED = [*ALL_RESULTS, *ALL_FIGURES, *ALL_TABLES, rules.numbers.output.tex]


def makers():
    """Return the file and the outputs of each rule that makes results, for the tables that say where things come from."""
    return {
        made.name: (
            str(Path(made.snakefile).relative_to(workflow.basedir)),
            [str(path).removeprefix(ROOT) for path in made.output],
        )
        for made in workflow.rules
        if any(str(path).startswith(results("")) for path in made.output)
    }


rule links:
    """The links from the paper to the code: for each statement, figure and table its file."""
    input:
        code=sorted(map(str, Path("src").rglob("*.py"))),
    output:
        f"{ROOT}paper/generated/links.tex",
    log:
        log_of("links"),
    benchmark:
        benchmark_of("links")
    threads: 1
    message:
        "The links from the paper to the code"
    script:
        "../scripts/links.py"


rule provenance:
    """Where each figure, table and number of the paper comes from, and how many things are checked, as tables."""
    input:
        numbers=rules.numbers.output.json,
        certificates=rules.obstruction_checked.output[0],
        prose="paper/prose-only.txt",
        code=rules.links.input.code,
    output:
        provenance=f"{ROOT}paper/generated/provenance.tex",
        numbers=f"{ROOT}paper/generated/number-sources.tex",
        inventory=f"{ROOT}paper/generated/inventory.tex",
    log:
        log_of("provenance"),
    benchmark:
        benchmark_of("provenance")
    threads: 1
    params:
        makers=lambda wildcards: makers(),
        checksums=len(CHECKED),
    message:
        "Where the figures, tables and numbers come from"
    script:
        "../scripts/provenance.py"


rule figures:
    """All figures."""
    input:
        ALL_FIGURES,


rule verify:
    """The numbers and results against the committed reference, before LaTeX sees them."""
    input:
        CHECKED,
        json=rules.numbers.output.json,
        sources=PAPER_SOURCES,
        reference=[path for path in REFERENCE if Path(path).exists()],
        pyproject="pyproject.toml",
        code=[f"{REPORTS}/verify.py"],
    output:
        results("verified.txt"),
    log:
        log_of("verify"),
    benchmark:
        benchmark_of("verify")
    threads: 1
    params:
        root=ROOT,
        reference=config["reference"],
        checked=CHECKED,
    message:
        "Comparing the results with {params.reference}"
    script:
        "../scripts/verify.py"


rule accept:
    """Take this run's numbers and checksums as the reference (after looking at them)."""
    input:
        CHECKED,
        json=rules.numbers.output.json,
        code=[f"{REPORTS}/verify.py"],
    log:
        log_of("accept"),
    benchmark:
        benchmark_of("accept")
    threads: 1
    params:
        root=ROOT,
        reference=config["reference"],
        checked=CHECKED,
    message:
        "Writing {params.reference}"
    script:
        "../scripts/accept.py"


rule report_data:
    """The data behind the figures and tables, side by side for the HTML report."""
    input:
        [path for path in ALL_RESULTS if path.endswith(".csv")],
    output:
        report(
            directory(results("report")),
            patterns=["{data}.csv"],
            caption="../report/data.rst",
            category="Data",
            labels={"data": "{data}"},
        ),
    log:
        log_of("report_data"),
    benchmark:
        benchmark_of("report_data")
    threads: 1
    params:
        results=results(""),
    message:
        "The data behind the figures and tables, for the HTML report"
    script:
        "../scripts/report_data.py"


rule report:
    """The results as one HTML page, with captions, data, runtimes and provenance."""
    input:
        PAPER,
        rules.report_data.output,
    output:
        f"{ROOT}report.html",
    log:
        log_of("report"),
    threads: 1
    params:
        # The last one wins, so the config that was given on the command line goes last.
        configfiles=" ".join(f"'{file}'" for file in reversed(workflow.configfiles)),
    message:
        "The HTML report"
    shell:
        "{sys.executable} -m snakemake {input:q} --nolock --report {output:q} --configfile {params.configfiles} > {log:q} 2>&1"
