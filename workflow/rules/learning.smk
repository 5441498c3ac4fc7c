"""The learning update: closed forms over training time, and chaos."""


rule learning_descent:
    """Horseshoes of gradient descent on the smallest network with a hidden layer."""
    input:
        code=sources("solvable"),
    output:
        results("learning/descent.csv"),
    log:
        log_of("learning/descent"),
    benchmark:
        benchmark_of("learning/descent")
    threads: 1
    params:
        **config["learning"]["descent"],
    message:
        "Horseshoes of gradient descent on the smallest network with a hidden layer"
    script:
        "../scripts/study.py"
