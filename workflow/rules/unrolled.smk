"""Symbolic unrolling: the three forms of delta, that they are equal, and how they grow."""


rule unrolled_formulas:
    """The unrolled delta^(1) of small networks, in LaTeX (thm:ordered-product and the two after it)."""
    input:
        code=sources("networks"),
    output:
        results("unrolled/formulas.csv"),
    log:
        log_of("unrolled/formulas"),
    benchmark:
        benchmark_of("unrolled/formulas")
    threads: 1
    params:
        **config["unrolled"]["formulas"],
    message:
        "The unrolled delta^(1) of small networks, in LaTeX (thm:ordered-product and the two after it)"
    script:
        "../scripts/study.py"


rule unrolled_equality:
    """The three unrolled forms compared on random networks, in exact arithmetic."""
    input:
        code=sources("networks"),
    output:
        results("unrolled/equality.csv"),
    log:
        log_of("unrolled/equality"),
    benchmark:
        benchmark_of("unrolled/equality")
    threads: 1
    params:
        **config["unrolled"]["equality"],
        seed=config["seed"],
    message:
        "The three unrolled forms compared on random networks, in exact arithmetic"
    script:
        "../scripts/study.py"


rule unrolled_growth:
    """Monomials, tree, DAG and recursion: the size of delta^(1) over depth."""
    input:
        code=sources("obstructions"),
    output:
        results("unrolled/growth.csv"),
    log:
        log_of("unrolled/growth"),
    benchmark:
        benchmark_of("unrolled/growth")
    threads: 1
    resources:
        mem_mb=int(1024 * config["unrolled"]["growth"]["limit_gib"]),
    params:
        **config["unrolled"]["growth"],
    message:
        "Monomials, tree, DAG and recursion: the size of delta^(1) over depth"
    script:
        "../scripts/study.py"


rule unrolled_evaluations:
    """Evaluations of the activation in delta^(1): written out, and by the recursion."""
    input:
        code=sources("obstructions"),
    output:
        results("unrolled/evaluations.csv"),
    log:
        log_of("unrolled/evaluations"),
    benchmark:
        benchmark_of("unrolled/evaluations")
    threads: 1
    params:
        **config["unrolled"]["evaluations"],
    message:
        "Evaluations of the activation in delta^(1): written out, and by the recursion"
    script:
        "../scripts/study.py"
