"""Obstructions: theorems that can be run, and their certificates."""

CERTIFICATES = {
    name: specification
    for name, specification in config["obstructions"]["certificates"].items()
    if config["obstructions"]["certify"] == "all" or name in config["obstructions"]["certify"]
}


rule obstruction_certificate:
    """One certificate, as JSON, from its line in the config."""
    input:
        code=sources("obstructions"),
    output:
        results("certificates/{certificate}.json"),
    log:
        log_of("certificates/{certificate}"),
    benchmark:
        benchmark_of("certificates/{certificate}")
    wildcard_constraints:
        certificate="|".join(CERTIFICATES),
    threads: 1
    params:
        specification=lambda wildcards: CERTIFICATES[wildcards.certificate],
    message:
        "The certificate {wildcards.certificate}"
    script:
        "../scripts/certificate.py"


rule obstruction_checked:
    """Every certificate, checked by a program that knows nothing of the finder."""
    input:
        certificates=[results(f"certificates/{name}.json") for name in CERTIFICATES],
        code=sources("obstructions"),
    output:
        results("certificates/checked.csv"),
    log:
        log_of("certificates/checked"),
    benchmark:
        benchmark_of("certificates/checked")
    threads: 1
    message:
        "Every certificate, checked by a program that knows nothing of the finder"
    script:
        "../scripts/check.py"


rule obstruction_circuits:
    """Circuits, all small ones and large ones, against their networks, with the sizes."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/circuits.csv"),
    log:
        log_of("obstructions/circuits"),
    benchmark:
        benchmark_of("obstructions/circuits")
    threads: 1
    params:
        **config["obstructions"]["circuits"],
        seed=config["seed"],
    message:
        "Circuits, all small ones and large ones, against their networks, with the sizes"
    script:
        "../scripts/study.py"


rule obstruction_machines:
    """Counter machines step by step against their weight-tied networks."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/machines.csv"),
    log:
        log_of("obstructions/machines"),
    benchmark:
        benchmark_of("obstructions/machines")
    threads: 1
    params:
        **config["obstructions"]["machines"],
    message:
        "Counter machines step by step against their weight-tied networks"
    script:
        "../scripts/study.py"


rule obstruction_circuit_example:
    """A circuit of three gates, compiled and written out."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/circuit_example.csv"),
    log:
        log_of("obstructions/circuit_example"),
    benchmark:
        benchmark_of("obstructions/circuit_example")
    threads: 1
    params:
        **config["obstructions"]["circuit_example"],
    message:
        "A circuit of three gates, compiled and written out"
    script:
        "../scripts/study.py"


rule obstruction_machine_example:
    """A counter machine of four instructions, compiled and written out."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/machine_example.csv"),
    log:
        log_of("obstructions/machine_example"),
    benchmark:
        benchmark_of("obstructions/machine_example")
    threads: 1
    params:
        **config["obstructions"]["machine_example"],
    message:
        "A counter machine of four instructions, compiled and written out"
    script:
        "../scripts/study.py"


rule obstruction_ade:
    """Differential equations of the functions that straighten a layer: found, or excluded within bounds."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/ade.csv"),
    log:
        log_of("obstructions/ade"),
    benchmark:
        benchmark_of("obstructions/ade")
    threads: 1
    params:
        **config["obstructions"]["ade"],
        seed=config["seed"],
    message:
        "Differential equations of the functions that straighten a layer: found, or excluded within bounds"
    script:
        "../scripts/study.py"


rule obstruction_automaton:
    """Rule 110, as the deltas of one weight-tied network write it."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/automaton.csv"),
    log:
        log_of("obstructions/automaton"),
    benchmark:
        benchmark_of("obstructions/automaton")
    threads: 1
    params:
        **config["obstructions"]["automaton"],
        seed=config["seed"],
    message:
        "Rule 110, as the deltas of one weight-tied network write it"
    script:
        "../scripts/study.py"


rule obstruction_automaton_layer:
    """The weight-tied layer of Rule 110, written out."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/automaton_layer.csv"),
    log:
        log_of("obstructions/automaton_layer"),
    benchmark:
        benchmark_of("obstructions/automaton_layer")
    threads: 1
    message:
        "The weight-tied layer of Rule 110, written out"
    script:
        "../scripts/study.py"


rule obstruction_recurrences:
    """Recurrences in the depth with polynomial coefficients: found and proved, or excluded."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/recurrences.csv"),
    log:
        log_of("obstructions/recurrences"),
    benchmark:
        benchmark_of("obstructions/recurrences")
    threads: 1
    params:
        **config["obstructions"]["recurrences"],
        seed=config["seed"],
    message:
        "Recurrences in the depth with polynomial coefficients: found and proved, or excluded"
    script:
        "../scripts/study.py"


rule obstruction_attracting:
    """Layers at a fixed point: Poincare series and iterative residues."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/attracting.csv"),
    log:
        log_of("obstructions/attracting"),
    benchmark:
        benchmark_of("obstructions/attracting")
    threads: 1
    params:
        **config["obstructions"]["attracting"],
    message:
        "Layers at a fixed point: Poincare series and iterative residues"
    script:
        "../scripts/study.py"


rule obstruction_skolem:
    """The depths at which a component of delta of a linear network is zero."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/skolem.csv"),
    log:
        log_of("obstructions/skolem"),
    benchmark:
        benchmark_of("obstructions/skolem")
    threads: 1
    params:
        **config["obstructions"]["skolem"],
        seed=config["seed"],
    message:
        "The depths at which a component of delta of a linear network is zero"
    script:
        "../scripts/study.py"


rule obstruction_horseshoes:
    """Horseshoes of iterates of small blocks, each certified and checked (thm:horseshoe)."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/horseshoes.csv"),
    log:
        log_of("obstructions/horseshoes"),
    benchmark:
        benchmark_of("obstructions/horseshoes")
    threads: 1
    params:
        **config["obstructions"]["horseshoes"],
    message:
        "Horseshoes of iterates of small blocks, each certified and checked (thm:horseshoe)"
    script:
        "../scripts/study.py"


rule obstruction_crossings:
    """The crossings of ten iterates of two tanh neurons, each isolated (prop:tanh-horseshoe)."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/crossings.csv"),
    log:
        log_of("obstructions/crossings"),
    benchmark:
        benchmark_of("obstructions/crossings")
    threads: 1
    params:
        **config["obstructions"]["crossings"],
    message:
        "The crossings of ten iterates of two tanh neurons, each isolated (prop:tanh-horseshoe)"
    script:
        "../scripts/study.py"


rule obstruction_horseshoe_graph:
    """Samples of the first iterates of two tanh neurons."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/horseshoe_graph.csv"),
    log:
        log_of("obstructions/horseshoe_graph"),
    benchmark:
        benchmark_of("obstructions/horseshoe_graph")
    threads: 1
    params:
        **config["obstructions"]["horseshoe_graph"],
    message:
        "Samples of the first iterates of two tanh neurons"
    script:
        "../scripts/study.py"


rule obstruction_order:
    """The orders of networks along an input line, from ranks of jets modulo a prime, with the span of the deltas."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/order.csv"),
    log:
        log_of("obstructions/order"),
    benchmark:
        benchmark_of("obstructions/order")
    threads: 1
    params:
        **config["obstructions"]["order"],
        seed=config["seed"],
    message:
        "The orders of networks along an input line, from ranks of jets modulo a prime, with the span of the deltas"
    script:
        "../scripts/study.py"


rule obstruction_learning_order:
    """The order of weights after some steps of gradient descent, as functions of the initial weights on a line."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/learning_order.csv"),
    log:
        log_of("obstructions/learning_order"),
    benchmark:
        benchmark_of("obstructions/learning_order")
    threads: 1
    params:
        **config["obstructions"]["learning_order"],
        seed=config["seed"],
    message:
        "The order of weights after some steps of gradient descent, as functions of the initial weights on a line"
    script:
        "../scripts/study.py"


rule obstruction_degree:
    """Degrees of polynomial networks, and the multiplications they force."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/degree.csv"),
    log:
        log_of("obstructions/degree"),
    benchmark:
        benchmark_of("obstructions/degree")
    threads: 1
    params:
        **config["obstructions"]["degree"],
        seed=config["seed"],
    message:
        "Degrees of polynomial networks, and the multiplications they force"
    script:
        "../scripts/study.py"


rule obstruction_pieces:
    """Linear pieces of networks on a segment, and the comparisons they force."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/pieces.csv"),
    log:
        log_of("obstructions/pieces"),
    benchmark:
        benchmark_of("obstructions/pieces")
    threads: 1
    params:
        **config["obstructions"]["pieces"],
        seed=config["seed"],
    message:
        "Linear pieces of networks on a segment, and the comparisons they force"
    script:
        "../scripts/study.py"


rule obstruction_radicals:
    """Algebraic degrees of inverse-square-root networks, and the roots they force."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/radicals.csv"),
    log:
        log_of("obstructions/radicals"),
    benchmark:
        benchmark_of("obstructions/radicals")
    threads: 1
    params:
        **config["obstructions"]["radicals"],
    message:
        "Algebraic degrees of inverse-square-root networks, and the roots they force"
    script:
        "../scripts/study.py"


rule obstruction_counting:
    """Ranks of networks in their parameters, and the constants they force."""
    input:
        code=sources("obstructions"),
    output:
        results("obstructions/counting.csv"),
    log:
        log_of("obstructions/counting"),
    benchmark:
        benchmark_of("obstructions/counting")
    threads: 1
    params:
        **config["obstructions"]["counting"],
        seed=config["seed"],
    message:
        "Ranks of networks in their parameters, and the constants they force"
    script:
        "../scripts/study.py"
