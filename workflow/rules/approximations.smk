"""Approximations: the activation replaced by a simpler function, and formulas in the depth."""

#: The activations of the studies; one of your own joins them if it is smooth, that is, if its entry has no kinks.
TAYLOR_ACTIVATIONS = [
    *config["approximations"]["activations"],
    *(name for name, entry in OWN_ACTIVATIONS.items() if not (isinstance(entry, dict) and entry.get("kinks"))),
]


#: Those of the comparison of all approximations, likewise.
COMPARED_ACTIVATIONS = [
    *config["approximations"]["compared"],
    *TAYLOR_ACTIVATIONS[len(config["approximations"]["activations"]) :],
]


#: What the comparison rests on: the registry and every method in it.
COMPARED_CODE = sorted(
    {
        "src/closedprop/approximations/methods.py",
        "src/closedprop/approximations/cost.py",
        *(path for part in ("comparison", "local", "depth") for path in sources(f"approximations/{part}")),
    }
)


def definition(wildcards):
    """Return the entry of an activation of your own, so that only its jobs depend on it; empty for the library's."""
    return OWN_ACTIVATIONS.get(wildcards.activation, "")


rule taylor_errors:
    """The error of delta under Taylor polynomials, over depth, width, sigma_w, order and amplitude."""
    input:
        code=sources("approximations/local"),
    output:
        results("approximations/taylor_errors/{activation}.csv"),
    log:
        log_of("approximations/taylor_errors/{activation}"),
    benchmark:
        benchmark_of("approximations/taylor_errors/{activation}")
    threads: 1
    params:
        **config["approximations"]["taylor_errors"],
        definition=definition,
        seed=config["seed"],
    message:
        "The error of delta under Taylor polynomials of {wildcards.activation}"
    script:
        "../scripts/study.py"


rule local_orders:
    """The order of the error of every local approximation: predicted, and measured in 200-bit arithmetic."""
    input:
        code=sources("approximations/local"),
    output:
        results("approximations/local_orders/{activation}.csv"),
    log:
        log_of("approximations/local_orders/{activation}"),
    benchmark:
        benchmark_of("approximations/local_orders/{activation}")
    threads: 1
    params:
        **config["approximations"]["local_orders"],
        definition=definition,
        seed=config["seed"],
    message:
        "The order of the error of local approximations for {wildcards.activation}"
    script:
        "../scripts/study.py"


rule local_bounds:
    """The running bound of every local approximation on random networks."""
    input:
        code=sources("approximations/local"),
    output:
        results("approximations/local_bounds.csv"),
    log:
        log_of("approximations/local_bounds"),
    benchmark:
        benchmark_of("approximations/local_bounds")
    threads: 1
    params:
        **config["approximations"]["local_bounds"],
        seed=config["seed"],
    message:
        "The running bound on random networks"
    script:
        "../scripts/study.py"


rule local_rates:
    """The convergence of local approximations as their order grows, predicted and measured."""
    input:
        code=sources("approximations/local"),
    output:
        results("approximations/local_rates.csv"),
    log:
        log_of("approximations/local_rates"),
    benchmark:
        benchmark_of("approximations/local_rates")
    threads: 1
    params:
        **config["approximations"]["local_rates"],
    message:
        "The rates of local approximations"
    script:
        "../scripts/study.py"


rule approximation_errors:
    """The error of every approximation over depth, width, sigma_w and amplitude, tied and untied."""
    input:
        code=COMPARED_CODE,
    output:
        results("approximations/errors/{activation}.csv"),
    log:
        log_of("approximations/errors/{activation}"),
    benchmark:
        benchmark_of("approximations/errors/{activation}")
    threads: 1
    params:
        **config["approximations"]["errors"],
        definition=definition,
        seed=config["seed"],
    message:
        "The error of every approximation for {wildcards.activation}"
    script:
        "../scripts/study.py"


rule approximation_laws:
    """The order of every approximation, predicted and measured, and its bound on random instances."""
    input:
        code=COMPARED_CODE,
    output:
        results("approximations/laws/{activation}.csv"),
    log:
        log_of("approximations/laws/{activation}"),
    benchmark:
        benchmark_of("approximations/laws/{activation}")
    threads: 1
    params:
        **config["approximations"]["laws"],
        definition=definition,
        seed=config["seed"],
    message:
        "Orders and bounds of every approximation for {wildcards.activation}"
    script:
        "../scripts/study.py"


rule approximation_costs:
    """Counted operations of every approximation beside those of the recursion."""
    input:
        code=COMPARED_CODE,
    output:
        results("approximations/costs.csv"),
    log:
        log_of("approximations/costs"),
    benchmark:
        benchmark_of("approximations/costs")
    threads: 1
    params:
        **config["approximations"]["costs"],
    message:
        "Operations of every approximation"
    script:
        "../scripts/study.py"


rule matrix_forms:
    """The error of Carleman's matrix power and Magnus's exponential: its order, and how tight the bounds are."""
    input:
        code=sources("approximations/depth"),
    output:
        results("approximations/matrix_forms.csv"),
    log:
        log_of("approximations/matrix_forms"),
    benchmark:
        benchmark_of("approximations/matrix_forms")
    threads: 1
    params:
        **config["approximations"]["matrix_forms"],
        seed=config["seed"],
    message:
        "Orders and bounds of Carleman and Magnus"
    script:
        "../scripts/study.py"


rule surrogate_depth:
    """Delta of replaced layers at great depth, at a critical weight and beside it."""
    input:
        code=[*sources("approximations/depth"), *sources("approximations/local")],
    output:
        results("approximations/surrogate_depth.csv"),
    log:
        log_of("approximations/surrogate_depth"),
    benchmark:
        benchmark_of("approximations/surrogate_depth")
    threads: 1
    params:
        **config["approximations"]["surrogate_depth"],
    message:
        "Replaced layers at great depth"
    script:
        "../scripts/study.py"


rule surrogate_orders:
    """Predicted and measured exponents of surrogates and depth asymptotics."""
    input:
        code=[*sources("approximations/depth"), *sources("approximations/local")],
    output:
        results("approximations/surrogate_orders.csv"),
    log:
        log_of("approximations/surrogate_orders"),
    benchmark:
        benchmark_of("approximations/surrogate_orders")
    threads: 1
    params:
        **config["approximations"]["surrogate_orders"],
        layers=config["approximations"]["critical_layers"],
    message:
        "The exponents of surrogates and depth asymptotics"
    script:
        "../scripts/study.py"


rule critical_constants:
    """The constants of delta at critical layers, with proved errors."""
    input:
        code=[*sources("approximations/depth"), *sources("approximations/local")],
    output:
        results("approximations/critical_constants.csv"),
    log:
        log_of("approximations/critical_constants"),
    benchmark:
        benchmark_of("approximations/critical_constants")
    threads: 1
    params:
        **config["approximations"]["critical_constants"],
        layers=config["approximations"]["critical_layers"],
    message:
        "The constants of critical layers"
    script:
        "../scripts/study.py"


rule amplitude_orders:
    """The amplitude expansion: its order, predicted and measured, and its error at small and at great depth."""
    input:
        code=[*sources("approximations/depth"), *sources("approximations/local")],
    output:
        results("approximations/amplitude_orders.csv"),
    log:
        log_of("approximations/amplitude_orders"),
    benchmark:
        benchmark_of("approximations/amplitude_orders")
    threads: 1
    params:
        **config["approximations"]["amplitude_orders"],
        seed=config["seed"],
    message:
        "Orders of the amplitude expansion"
    script:
        "../scripts/study.py"


rule amplitude_discs:
    """The discs in which the amplitude expansion of tanh converges: proved, and where they end."""
    input:
        code=[*sources("approximations/depth"), *sources("approximations/local")],
    output:
        results("approximations/amplitude_discs.csv"),
    log:
        log_of("approximations/amplitude_discs"),
    benchmark:
        benchmark_of("approximations/amplitude_discs")
    threads: 1
    params:
        **config["approximations"]["amplitude_discs"],
    message:
        "Discs of the amplitude expansion"
    script:
        "../scripts/study.py"


rule amplitude_bounds:
    """The bounds of the linearization and of the amplitude expansion on random networks."""
    input:
        code=[*sources("approximations/depth"), *sources("approximations/local")],
    output:
        results("approximations/amplitude_bounds.csv"),
    log:
        log_of("approximations/amplitude_bounds"),
    benchmark:
        benchmark_of("approximations/amplitude_bounds")
    threads: 1
    params:
        **config["approximations"]["amplitude_bounds"],
        seed=config["seed"],
    message:
        "Bounds of the amplitude expansion"
    script:
        "../scripts/study.py"
