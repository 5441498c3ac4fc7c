"""Measured times, kept apart from the results: they change from run to run."""


rule bench:
    """Time the closed forms, the approximations and the sampled networks, and write the dated records that the paper quotes."""
    input:
        code=sorted({path for part in ("solvable", "approximations", "simulation") for path in sources(part)}),
    log:
        log_of("bench"),
    threads: 1
    params:
        **config["bench"],
    message:
        "Timing the closed forms; the records are in reference/bench"
    script:
        "../scripts/bench.py"
