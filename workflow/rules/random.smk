"""Random networks: the mean-field theory, and samples to compare it with."""


rule random_gradients:
    """Mean field: squared gradients over depth in the ordered, the critical and the chaotic phase."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/gradients.csv"),
    log:
        log_of("random/gradients"),
    benchmark:
        benchmark_of("random/gradients")
    threads: 1
    params:
        **config["random"]["gradients"],
    message:
        "Mean field: squared gradients over depth"
    script:
        "../scripts/study.py"


rule random_samples:
    """Sampled networks, tied and untied, at the parameters of the mean field."""
    input:
        code=sources("simulation"),
        rows=results("random/gradients.csv"),
    output:
        results("random/samples.csv"),
    log:
        log_of("random/samples"),
    benchmark:
        benchmark_of("random/samples")
    threads: 1
    params:
        **config["random"]["samples"],
        seed=config["seed"],
    message:
        "Sampled networks at the parameters of the mean field"
    script:
        "../scripts/study.py"


rule random_edges:
    """The edge of chaos: the critical sigma_w of each activation."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/edges.csv"),
    log:
        log_of("random/edges"),
    benchmark:
        benchmark_of("random/edges")
    threads: 1
    params:
        **config["random"]["edges"],
    message:
        "The edge of chaos"
    script:
        "../scripts/study.py"


rule random_fixed_points:
    """Fixed points of the variance map, and the depth scale of the gradient there."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/fixed_points.csv"),
    log:
        log_of("random/fixed_points"),
    benchmark:
        benchmark_of("random/fixed_points")
    threads: 1
    params:
        **config["random"]["fixed_points"],
    message:
        "Fixed points of the variance map"
    script:
        "../scripts/study.py"


rule random_quadrature:
    """Why not Gauss-Hermite: quadrature errors over the variance."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/quadrature.csv"),
    log:
        log_of("random/quadrature"),
    benchmark:
        benchmark_of("random/quadrature")
    threads: 1
    params:
        **config["random"]["quadrature"],
    message:
        "Quadrature errors over the variance"
    script:
        "../scripts/study.py"
