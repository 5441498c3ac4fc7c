"""Local approximations: the activation replaced by its Taylor polynomial. One job an activation."""

#: The activations of the studies; one of your own joins them if it is smooth, that is, if its entry has no kinks.
TAYLOR_ACTIVATIONS = [
    *config["approximations"]["activations"],
    *(name for name, entry in OWN_ACTIVATIONS.items() if not (isinstance(entry, dict) and entry.get("kinks"))),
]


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


rule taylor_orders:
    """The order of that error: predicted, and measured in 400-bit arithmetic."""
    input:
        code=sources("approximations/local"),
    output:
        results("approximations/taylor_orders/{activation}.csv"),
    log:
        log_of("approximations/taylor_orders/{activation}"),
    benchmark:
        benchmark_of("approximations/taylor_orders/{activation}")
    threads: 1
    params:
        **config["approximations"]["taylor_orders"],
        definition=definition,
        seed=config["seed"],
    message:
        "The order of the error under Taylor polynomials of {wildcards.activation}"
    script:
        "../scripts/study.py"
