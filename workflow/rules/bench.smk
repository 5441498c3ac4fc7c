"""Measured times, kept apart from the results: they change from run to run."""


rule bench:
    """Time the closed forms of linear networks and write the dated record that the paper quotes."""
    input:
        code=sources("solvable"),
    log:
        log_of("bench"),
    threads: 1
    params:
        **config["bench"],
    message:
        "Timing the closed forms; the record is reference/bench/linear.json"
    script:
        "../scripts/bench.py"
