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


rule random_samples_shard:
    """Sampled networks, tied and untied, at the parameters of the mean field: one shard of them, as exact sums."""
    input:
        code=sources("simulation"),
        rows=results("random/gradients.csv"),
    output:
        results("random/samples/{shard}-of-{shards}.csv"),
    log:
        log_of("random/samples/{shard}-of-{shards}"),
    benchmark:
        benchmark_of("random/samples/{shard}-of-{shards}")
    wildcard_constraints:
        shard=r"\d+",
        shards=r"\d+",
    threads: 1
    params:
        **config["random"]["samples"],
        seed=config["seed"],
        shard=lambda wildcards: int(wildcards.shard),
        shards=lambda wildcards: int(wildcards.shards),
    message:
        "Sampled networks, shard {wildcards.shard} of {wildcards.shards}"
    script:
        "../scripts/study.py"


rule random_samples:
    """The shards merged: the same bytes for any number of them."""
    input:
        code=sources("simulation"),
        rows=[results(f"random/samples/{shard}-of-{config['shards']}.csv") for shard in range(1, config["shards"] + 1)],
    output:
        results("random/samples.csv"),
    log:
        log_of("random/samples"),
    benchmark:
        benchmark_of("random/samples")
    threads: 1
    params:
        seed=config["seed"],
    message:
        "Merging the sampled networks"
    script:
        "../scripts/study.py"


rule random_corrections:
    """The first correction to the mean field in 1/width, layer by layer."""
    input:
        code=sources("approximations/in_law"),
        rows=results("random/gradients.csv"),
    output:
        results("random/corrections.csv"),
    log:
        log_of("random/corrections"),
    benchmark:
        benchmark_of("random/corrections")
    threads: 1
    message:
        "The first correction to the mean field"
    script:
        "../scripts/study.py"


rule random_width_errors:
    """The error of the mean field, measured over width and depth."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/width_errors.csv"),
    log:
        log_of("random/width_errors"),
    benchmark:
        benchmark_of("random/width_errors")
    threads: 1
    params:
        **config["random"]["width_errors"],
        seed=config["seed"],
    message:
        "The error of the mean field over width and depth"
    script:
        "../scripts/study.py"


rule random_finite_width:
    """Exact laws of finite width."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/finite_width.csv"),
    log:
        log_of("random/finite_width"),
    benchmark:
        benchmark_of("random/finite_width")
    threads: 1
    params:
        **config["random"]["finite_width"],
    message:
        "Exact laws of finite width"
    script:
        "../scripts/study.py"


rule random_finite_width_samples:
    """The same laws, sampled."""
    input:
        code=sources("simulation"),
    output:
        results("random/finite_width_samples.csv"),
    log:
        log_of("random/finite_width_samples"),
    benchmark:
        benchmark_of("random/finite_width_samples")
    threads: 1
    params:
        **config["random"]["finite_width_samples"],
        seed=config["seed"],
    message:
        "Sampled laws of finite width"
    script:
        "../scripts/study.py"


#: The activations of the table of gains; one of your own joins them.
GAIN_ACTIVATIONS = [
    *(
        config["activations"]
        if config["random"]["gains"]["activations"] == "all"
        else config["random"]["gains"]["activations"]
    ),
    *OWN_ACTIVATIONS,
]


rule random_gain:
    """The critical networks of one activation, and the gain of a framework."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/gains/{activation}.csv"),
    log:
        log_of("random/gains/{activation}"),
    benchmark:
        benchmark_of("random/gains/{activation}")
    threads: 1
    params:
        sigma_bs=config["random"]["gains"]["sigma_bs"],
        definition=definition,
    message:
        "The critical networks of {wildcards.activation}"
    script:
        "../scripts/study.py"


rule random_edge_of_chaos:
    """The edge of chaos of every activation."""
    input:
        code=sources("approximations/in_law"),
        rows=[results(f"random/gains/{name}.csv") for name in GAIN_ACTIVATIONS],
    output:
        results("random/edge_of_chaos.csv"),
    log:
        log_of("random/edge_of_chaos"),
    benchmark:
        benchmark_of("random/edge_of_chaos")
    threads: 1
    message:
        "The edge of chaos of every activation"
    script:
        "../scripts/study.py"


rule random_gains:
    """The gains of every activation, to copy from."""
    input:
        code=sources("approximations/in_law"),
        rows=[results(f"random/gains/{name}.csv") for name in GAIN_ACTIVATIONS],
    output:
        results("random/gains.csv"),
    log:
        log_of("random/gains"),
    benchmark:
        benchmark_of("random/gains")
    threads: 1
    message:
        "The gains of every activation, to copy from"
    script:
        "../scripts/study.py"


rule random_phases:
    """The phase diagram, and the depth scales across it."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/phases.csv"),
    log:
        log_of("random/phases"),
    benchmark:
        benchmark_of("random/phases")
    threads: 1
    params:
        **config["random"]["phases"],
    message:
        "The phase diagram, and the depth scales across it"
    script:
        "../scripts/study.py"


rule random_published:
    """Published critical gains beside exact ones."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/published.csv"),
    log:
        log_of("random/published"),
    benchmark:
        benchmark_of("random/published")
    threads: 1
    params:
        **config["random"]["published"],
    message:
        "Published critical gains beside exact ones"
    script:
        "../scripts/study.py"


rule random_variance_maps:
    """The solver, asked for the iterates of variance maps."""
    input:
        code=sorted(
            {*sources("approximations/in_law"), *sources("solvable"), "src/closedprop/reports/variance_maps.py"}
        ),
    output:
        results("solvable/variance_maps.csv"),
    log:
        log_of("solvable/variance_maps"),
    benchmark:
        benchmark_of("solvable/variance_maps")
    threads: 1
    params:
        **config["random"]["variance_maps"],
    message:
        "The solver, asked for the iterates of variance maps"
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


rule random_spectra:
    """Free probability: the spectra of Jacobians, with variances, edges and atoms."""
    input:
        code=sources("approximations/in_law"),
    output:
        results("random/spectra.csv"),
    log:
        log_of("random/spectra"),
    benchmark:
        benchmark_of("random/spectra")
    threads: 1
    params:
        **config["random"]["spectra"],
    message:
        "Free probability: the spectra of Jacobians"
    script:
        "../scripts/study.py"


rule random_sampled_spectra:
    """Spectra of sampled Jacobians, at the parameters of the theory."""
    input:
        code=sources("simulation"),
        rows=results("random/spectra.csv"),
    output:
        results("random/sampled_spectra.csv"),
    log:
        log_of("random/sampled_spectra"),
    benchmark:
        benchmark_of("random/sampled_spectra")
    threads: 1
    params:
        **config["random"]["sampled_spectra"],
        seed=config["seed"],
    message:
        "Spectra of sampled Jacobians"
    script:
        "../scripts/study.py"
