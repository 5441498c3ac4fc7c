"""Linear networks: their closed forms, how accurate these are, and what they cost."""


rule linear_accuracy:
    """The error of each closed form against exact arithmetic, from normal to non-normal weights."""
    input:
        code=sources("solvable"),
    output:
        results("linear/accuracy.csv"),
    log:
        log_of("linear/accuracy"),
    benchmark:
        benchmark_of("linear/accuracy")
    threads: 1
    params:
        **config["linear"]["accuracy"],
        seed=config["seed"],
    message:
        "The error of each closed form against exact arithmetic, from normal to non-normal weights"
    script:
        "../scripts/study.py"


rule linear_squaring:
    """A weight that repeated squaring cannot stand, in rotated bases."""
    input:
        code=sources("solvable"),
    output:
        results("linear/squaring.csv"),
    log:
        log_of("linear/squaring"),
    benchmark:
        benchmark_of("linear/squaring")
    threads: 1
    params:
        **config["linear"]["squaring"],
    message:
        "A weight that repeated squaring cannot stand, in rotated bases"
    script:
        "../scripts/study.py"


rule linear_cost:
    """Operations of each closed form over depth and width."""
    input:
        code=sources("solvable"),
    output:
        results("linear/cost.csv"),
    log:
        log_of("linear/cost"),
    benchmark:
        benchmark_of("linear/cost")
    threads: 1
    params:
        **config["linear"]["cost"],
    message:
        "Operations of each closed form over depth and width"
    script:
        "../scripts/study.py"


rule linear_crossovers:
    """The depth from which on a closed form takes fewer operations than the recursion."""
    input:
        code=sources("solvable"),
    output:
        results("linear/crossovers.csv"),
    log:
        log_of("linear/crossovers"),
    benchmark:
        benchmark_of("linear/crossovers")
    threads: 1
    params:
        **config["linear"]["crossovers"],
    message:
        "The depth from which on a closed form takes fewer operations than the recursion"
    script:
        "../scripts/study.py"


rule linear_recurrences:
    """Recurrences and generating functions of delta (Cayley-Hamilton)."""
    input:
        code=sources("solvable"),
    output:
        results("linear/recurrences.csv"),
    log:
        log_of("linear/recurrences"),
    benchmark:
        benchmark_of("linear/recurrences")
    threads: 1
    params:
        **config["linear"]["recurrences"],
    message:
        "Recurrences and generating functions of delta (Cayley-Hamilton)"
    script:
        "../scripts/study.py"


rule linear_fibonacci:
    """The Fibonacci network: the recursion beside Binet's formula."""
    input:
        code=sources("solvable"),
    output:
        results("linear/fibonacci.csv"),
    log:
        log_of("linear/fibonacci"),
    benchmark:
        benchmark_of("linear/fibonacci")
    threads: 1
    params:
        **config["linear"]["fibonacci"],
    message:
        "The Fibonacci network: the recursion beside Binet's formula"
    script:
        "../scripts/study.py"


rule linear_residual:
    """Residual networks and the exponential they tend to."""
    input:
        code=sources("solvable"),
    output:
        results("linear/residual.csv"),
    log:
        log_of("linear/residual"),
    benchmark:
        benchmark_of("linear/residual")
    threads: 1
    params:
        **config["linear"]["residual"],
        seed=config["seed"],
    message:
        "Residual networks and the exponential they tend to"
    script:
        "../scripts/study.py"


rule linear_scan:
    """Work and depth of the parallel prefix product, beside Akra and Bazzi's prediction."""
    input:
        code=sources("solvable"),
    output:
        results("linear/scan.csv"),
    log:
        log_of("linear/scan"),
    benchmark:
        benchmark_of("linear/scan")
    threads: 1
    params:
        **config["linear"]["scan"],
    message:
        "Work and depth of the parallel prefix product, beside Akra and Bazzi's prediction"
    script:
        "../scripts/study.py"


rule linear_comment:
    """The formula in a comment to the question, and delta."""
    input:
        code=sources("solvable"),
    output:
        results("linear/comment.csv"),
    log:
        log_of("linear/comment"),
    benchmark:
        benchmark_of("linear/comment")
    threads: 1
    params:
        **config["linear"]["comment"],
    message:
        "The formula in a comment to the question, and delta"
    script:
        "../scripts/study.py"
