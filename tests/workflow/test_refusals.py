"""What the pipeline refuses, and what it says."""

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sede: 3\n", "the config key sede at the top level: unknown; did you mean seed"),
        ("linear: {cost: {width: [2]}}\n", "the config key width at linear.cost: unknown; did you mean widths"),
        (
            "linear: {fibonacci: {steps: many}}\n",
            "the config value at linear.fibonacci.steps: 'many' is not of type 'integer'",
        ),
        ("linear: {cost: {widths: []}}\n", "the config value at linear.cost.widths"),
        (
            "obstructions: {certify: [order-tanh-6]}\n",
            "on which the answer matrix rests: not in `obstructions.certify` of the config; add them, or write `certify: all`",
        ),
    ],
)
def test_a_config_with_a_mistake(fresh, text, message):
    (fresh.path / "my.yaml").write_text(text)
    done = fresh.snakemake("--dry-run", "--configfile", "my.yaml", check=False)
    assert done.returncode != 0 and message in done.stdout


def test_code_in_the_activations_file(fresh):
    (fresh.path / "config/activations.yaml").write_text("evil: __import__('os').system('touch touched')\n")
    done = fresh.smoke("build/smoke/results/activations/evil.csv", check=False)
    assert done.returncode != 0 and "evil" in done.stdout and "is not mathematics" in done.stdout
    assert not (fresh.path / "touched").exists()


def test_an_output_root_that_cannot_be_written(fresh):
    """A file stands where the folder should be: even the superuser cannot write there."""
    (fresh.path / "build").write_text("")
    done = fresh.smoke("build/smoke/results/linear/fibonacci.csv", check=False)
    assert done.returncode != 0 and "build" in done.stdout


def test_a_killed_run_continues(fresh):
    """Kill a run in the middle; the next one finishes, and no half-written file counts as a result."""
    target = "build/smoke/results/linear/accuracy.csv"
    config = fresh.path / "my.yaml"
    config.write_text("root: build/smoke\nlinear: {accuracy: {cases: 400}}\n")
    command = [sys.executable, "-m", "snakemake", target, "--cores", "1", "--configfile", "my.yaml"]
    running = subprocess.Popen(
        command, cwd=fresh.path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    log = fresh.path / "build/smoke/logs/linear/accuracy.log"
    while not log.exists():
        assert running.poll() is None, "the run ended before it could be killed"
        time.sleep(0.1)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert not (fresh.path / target).exists()
    fresh.snakemake("--unlock", "--configfile", "my.yaml")
    config.write_text("root: build/smoke\nlinear: {accuracy: {cases: 1, depths: [1]}}\n")
    fresh.snakemake(target, "--cores", "1", "--configfile", "my.yaml")
    assert (fresh.path / target).read_text().startswith("coupling,")


def test_without_tex_it_says_what_to_install(fresh, tmp_path):
    """`reproduce` without TeX on the path, as a user who may not install packages."""
    bare = tmp_path / "bin"
    bare.mkdir()
    for program in ("sh", "dirname", "id", "cat"):
        (bare / program).symlink_to(
            f"/usr/bin/{program}" if os.path.exists(f"/usr/bin/{program}") else f"/bin/{program}"
        )
    (bare / "id").unlink()
    (bare / "id").write_text("#!/bin/sh\necho 1000\n")
    (bare / "id").chmod(0o755)
    (bare / "python").symlink_to(sys.executable)
    (fresh.path / "requirements.lock").write_text("")
    environment = {"PATH": str(bare), "VIRTUAL_ENV": "active", "HOME": str(tmp_path)}
    done = subprocess.run(["./reproduce"], cwd=fresh.path, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "the paper needs TeX" in done.stderr and "apt-get install latexmk texlive-latex-recommended" in done.stderr
