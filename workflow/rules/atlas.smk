"""The answer matrix: which networks have a closed form, of which kind, and on what evidence."""

from closedprop.atlas import evidence_files

EVIDENCE = evidence_files()
UNCERTIFIED = [
    name
    for name in (Path(file).stem for file in EVIDENCE if file.startswith("certificates/"))
    if name not in CERTIFICATES
]
if UNCERTIFIED:
    raise WorkflowError(
        f"the certificates {', '.join(UNCERTIFIED)}, on which the answer matrix rests: not in `obstructions.certify` of the "
        "config; add them, or write `certify: all`"
    )


rule atlas_answers:
    """Every answer of the matrix, with what its evidence says when it is read again."""
    input:
        evidence=[results(file) for file in EVIDENCE],
        code=sources("atlas"),
    output:
        csv=results("atlas/answers.csv"),
        json=results("atlas/answers.json"),
    log:
        log_of("atlas/answers"),
    benchmark:
        benchmark_of("atlas/answers")
    threads: 1
    params:
        results=results(""),
    message:
        "Every answer of the matrix, with what its evidence says when it is read again"
    script:
        "../scripts/atlas.py"
