"""The tables of the answer matrix."""

import re

from closedprop.atlas import ATLAS, COLUMNS, answered
from closedprop.reports.catalogue import typesetting

ANSWERS = answered(None)


def test_a_line_a_family_and_a_cell_a_column():
    text = typesetting("answers")(ANSWERS)
    lines = [line for line in text.splitlines() if line.count("&") == len(COLUMNS)]
    assert len(lines) == 1 + len(ATLAS)
    tanh = next(line for line in lines if "one neuron, tied" in line)
    assert tanh.count(r"$\times$\,{\tiny\ref{thm:order}}") == 3 and tanh.count("?") == 1 and "amplitude" in tanh
    assert text.count(r"\addlinespace") == 5


def test_where_only_others_prove_it_they_are_cited():
    assert r"$\times$\,{\tiny\citep{paterson1970}}" in typesetting("answers")(ANSWERS)


def test_the_evidence_names_each_file_its_rule_and_what_was_found():
    read = [
        record | {"evidence": [item | {"found": "in all 7 rows"} for item in record["evidence"]]} for record in ANSWERS
    ]
    text = typesetting("evidence")(read)
    assert text.startswith(r"\begin{longtable}") and text.endswith("\\end{longtable}\n")
    assert all(rf"\textbf{{{family.name}:}}" in text for family in ATLAS.values())
    assert r"\textsf{CF3}--\textsf{CF5} no" in text and "; by \\ref{thm:order}, \\ref{prop:program-order}" in text
    named = {item["file"].split("/")[-1] for record in ANSWERS for item in record["evidence"] if item["file"]}
    plain = text.replace(r"\allowbreak{}", "").replace(r"\_", "_")
    assert all(name in plain for name in named)
    assert len(re.findall("as above", text)) > 5 and "in all 7 rows (" in plain
