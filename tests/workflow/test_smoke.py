"""The smoke pipeline, from the config to the PDF. All tests here run in one worker: they share the finished run."""

import json
import re

import pytest

from closedprop.atlas import COLUMNS
from closedprop.reports.records import read_rows

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("smoke")]
SMOKE = "build/smoke"


def test_it_ends_with_a_paper_and_touches_nothing_else(finished):
    pdf = (finished.path / SMOKE / "paper/closed-backprop.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and len(pdf) > 100_000
    told = (finished.path / SMOKE / "paper/build/closed-backprop.log").read_text(errors="replace")
    assert (
        "undefined" not in told
        and int(re.search(r"Output written on .*?\((\d+) pages", told.replace("\n", "")).group(1)) > 10
    )
    assert not (finished.path / "results").exists() and not (finished.path / "paper/generated").exists()


def test_a_second_run_does_nothing(finished):
    assert "Nothing to be done" in finished.smoke().stdout


def test_every_number_has_its_origin(finished):
    numbers = json.loads((finished.path / SMOKE / "results/numbers.json").read_text())
    assert numbers
    for entry in numbers.values():
        assert all((finished.path / SMOKE / "results" / file).exists() for file in entry["file"])


def test_the_unrolled_forms_are_equal(finished):
    lines = (finished.path / SMOKE / "results/unrolled/equality.csv").read_text().splitlines()
    header = lines[0].split(",")
    rows = [dict(zip(header, line.split(","), strict=True)) for line in lines[1:]]
    assert rows and all(row["cases"] == row["equal"] for row in rows)


def test_the_evidence_of_every_answer_was_read(finished):
    records = json.loads((finished.path / SMOKE / "results/atlas/answers.json").read_text())
    assert {record["column"] for record in records} == set(COLUMNS)
    assert all(item["found"] for record in records for item in record["evidence"])


def test_an_activation_of_your_own_runs_its_own_jobs_only(finished):
    file = finished.path / "config/activations.yaml"
    kept = file.read_text()
    try:
        file.write_text(kept + "\nmish: z*tanh(log(1 + exp(z)))\n")
        jobs = [name for name in finished.pending() if "/results/" in name]
    finally:
        file.write_text(kept)
    assert sorted(name.removeprefix(f"{SMOKE}/results/") for name in jobs if name.endswith(".csv")) == [
        "activations/mish.csv",
        "approximations/errors/mish.csv",
        "approximations/laws/mish.csv",
        "approximations/local_orders/mish.csv",
        "approximations/taylor_errors/mish.csv",
        "random/edge_of_chaos.csv",
        "random/gains.csv",
        "random/gains/mish.csv",
    ]


def test_a_result_is_as_old_as_its_code(finished):
    source = finished.path / "src/closedprop/solvable/putzer.py"
    kept = source.read_text()
    try:
        source.write_text(kept + "\n# changed\n")
        jobs = finished.pending()
    finally:
        source.write_text(kept)
    assert any("linear/accuracy.csv" in name for name in jobs)
    assert not any("random/" in name or "unrolled/" in name for name in jobs)


def test_a_tampered_result_is_found(finished):
    """The numbers are compared before LaTeX sees them, and the message says what was expected and what to do."""
    crossovers = finished.path / SMOKE / "results/linear/crossovers.csv"
    kept = crossovers.read_text()
    steps = int(re.search(r"^32,squaring,(\d+)$", kept, re.MULTILINE)[1])
    try:
        crossovers.write_text(kept.replace(f"32,squaring,{steps}\n", f"32,squaring,{steps + 1}\n"))
        done = finished.smoke("verify", check=False)
        assert done.returncode != 0
        assert f"crossover-squaring: expected {steps} within a relative 0.0, computed {steps + 1}" in done.stdout
        assert "./reproduce accept" in done.stdout
    finally:
        crossovers.write_text(kept)
        finished.smoke("verify")


def test_an_answer_that_its_evidence_contradicts_is_found(finished):
    """The evidence of the answer matrix is read again: one wrong Fibonacci number stops the run."""
    fibonacci = finished.path / SMOKE / "results/linear/fibonacci.csv"
    answers = f"{SMOKE}/results/atlas/answers.csv"
    kept = fibonacci.read_text()
    try:
        fibonacci.write_text(kept.replace("\n10,89,", "\n10,90,"))
        done = finished.smoke(answers, check=False)
        assert done.returncode != 0 and "linear/fibonacci.csv says" in done.stdout
    finally:
        fibonacci.write_text(kept)
        finished.smoke(answers)


def test_the_table_of_contents(finished):
    told = finished.snakemake("--list").stdout
    for line in (
        "figures (All figures.)",
        "tables (All tables.)",
        "paper (The compiled paper.)",
        "verify (",
        "report (",
    ):
        assert line in told


def test_the_same_bytes_for_any_number_of_shards_and_cores(finished):
    """The smoke run has 2 shards and 2 cores; here 3 shards and one core, in another root."""
    samples = "results/random/samples.csv"
    arguments = ("--configfile", "config/smoke.yaml", "--config", "shards=3", "root=build/shards", "--cores", "1", "--")
    finished.snakemake(*arguments, f"build/shards/{samples}")
    assert (finished.path / "build/shards" / samples).read_bytes() == (finished.path / SMOKE / samples).read_bytes()


def test_the_html_report(finished):
    finished.smoke("report")
    page = (finished.path / SMOKE / "report.html").read_text(errors="replace")
    assert "The size of the unrolled delta over depth" in page


def test_every_certificate_is_checked(finished):
    """Also by the command line, from the file alone; and a tampered file stops the run."""
    rows = read_rows(finished.path / SMOKE / "results/certificates/checked.csv")
    names = {path.stem for path in (finished.path / SMOKE / "results/certificates").glob("*.json")}
    assert {row["certificate"] for row in rows} == names and {row["checked"] for row in rows} == {"accepted"}
    certificate = finished.path / SMOKE / "results/certificates/order-tanh-6.json"
    kept = certificate.read_text()
    try:
        certificate.write_text(kept.replace('"order": 6,', '"order": 5,'))
        done = finished.smoke("build/smoke/results/certificates/checked.csv", check=False)
        assert done.returncode != 0 and "rejected: order-tanh-6" in done.stdout
    finally:
        certificate.write_text(kept)
        finished.smoke("build/smoke/results/certificates/checked.csv")
