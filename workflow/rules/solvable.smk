"""Exactly solvable networks: the catalogue of families, and closed form against recursion."""


rule families_catalogue:
    """The solvable families: layer, coordinate, iterate, delta, classes."""
    input:
        code=sources("solvable"),
    output:
        results("solvable/families.csv"),
    log:
        log_of("solvable/families"),
    benchmark:
        benchmark_of("solvable/families")
    threads: 1
    message:
        "The solvable families: layer, coordinate, iterate, delta, classes"
    script:
        "../scripts/study.py"


rule families_agreement:
    """Closed forms of every family against the recursion, tied and untied."""
    input:
        code=sources("solvable"),
    output:
        results("solvable/agreement.csv"),
    log:
        log_of("solvable/agreement"),
    benchmark:
        benchmark_of("solvable/agreement")
    threads: 1
    params:
        **config["solvable"]["agreement"],
        seed=config["seed"],
    message:
        "Closed forms of every family against the recursion, tied and untied"
    script:
        "../scripts/study.py"


rule families_depth:
    """The recursion against certified closed forms, down to great depth."""
    input:
        code=sources("solvable"),
    output:
        results("solvable/depth.csv"),
    log:
        log_of("solvable/depth"),
    benchmark:
        benchmark_of("solvable/depth")
    threads: 1
    params:
        **config["solvable"]["depth"],
    message:
        "The recursion against certified closed forms, down to great depth"
    script:
        "../scripts/study.py"


rule families_profiles:
    """Depth profiles of delta: softsign and inverse square root beside tanh."""
    input:
        code=sources("solvable"),
    output:
        results("solvable/profiles.csv"),
    log:
        log_of("solvable/profiles"),
    benchmark:
        benchmark_of("solvable/profiles")
    threads: 1
    params:
        **config["solvable"]["profiles"],
    message:
        "Depth profiles of delta: softsign and inverse square root beside tanh"
    script:
        "../scripts/study.py"


rule families_conjugacies:
    """Layers in the coordinate in which they are simple."""
    input:
        code=sources("solvable"),
    output:
        results("solvable/conjugacies.csv"),
    log:
        log_of("solvable/conjugacies"),
    benchmark:
        benchmark_of("solvable/conjugacies")
    threads: 1
    params:
        **config["solvable"]["conjugacies"],
    message:
        "Layers in the coordinate in which they are simple"
    script:
        "../scripts/study.py"


rule solvable_lie:
    """The layer algebras of activations: which are solvable for all weights."""
    input:
        code=sources("solvable"),
    output:
        results("solvable/lie.csv"),
    log:
        log_of("solvable/lie"),
    benchmark:
        benchmark_of("solvable/lie")
    threads: 1
    params:
        **config["solvable"]["lie"],
        seed=config["seed"],
    message:
        "The layer algebras of activations: which are solvable for all weights"
    script:
        "../scripts/study.py"


rule solvable_regions:
    """Regions of random ReLU networks along a line, enumerated exactly."""
    input:
        code=sources("solvable"),
    output:
        results("solvable/regions.csv"),
    log:
        log_of("solvable/regions"),
    benchmark:
        benchmark_of("solvable/regions")
    threads: 1
    params:
        **config["solvable"]["regions"],
        seed=config["seed"],
    message:
        "Regions of random ReLU networks along a line, enumerated exactly"
    script:
        "../scripts/study.py"


rule solvable_coverage:
    """The solver and SymPy's rsolve on maps with known iterates."""
    input:
        code=sources("solvable"),
        rows="reference/solvable-maps.json",
    output:
        results("solvable/coverage.csv"),
    log:
        log_of("solvable/coverage"),
    benchmark:
        benchmark_of("solvable/coverage")
    threads: 1
    params:
        **config["solvable"]["coverage"],
    message:
        "The solver and SymPy's rsolve on maps with known iterates"
    script:
        "../scripts/study.py"
