"""The activations: what follows from one expression each."""


rule activation_summary:
    """Formula, slope, kinks, range and radius of convergence of one activation."""
    input:
        code=sources("networks"),
    output:
        results("activations/{activation}.csv"),
    log:
        log_of("activations/{activation}"),
    benchmark:
        benchmark_of("activations/{activation}")
    threads: 1
    params:
        definition=definition,
    message:
        "What follows from the expression of {wildcards.activation}"
    script:
        "../scripts/study.py"
