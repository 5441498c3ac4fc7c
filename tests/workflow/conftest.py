"""A copy of the repository in a folder with a space in its name, and Snakemake in it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = (
    "Snakefile",
    "config",
    "figures",
    "paper",
    "profiles",
    "pyproject.toml",
    "reference",
    "reproduce",
    "src",
    "workflow",
)
GENERATED = shutil.ignore_patterns("generated", "build", "__pycache__", "*.egg-info")


@dataclass
class Copy:
    """A copy of the repository."""

    path: Path

    def snakemake(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Snakemake in the copy; with ``check``, a failure fails the test with what was printed."""
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        done = subprocess.run(
            [sys.executable, "-m", "snakemake", *arguments],
            cwd=self.path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0 or not check, done.stdout[-8000:]
        return done

    def smoke(self, *arguments: str, **options: bool) -> subprocess.CompletedProcess[str]:
        """Run Snakemake with the smoke config."""
        return self.snakemake("--configfile", "config/smoke.yaml", "--cores", "2", *arguments, **options)

    def pending(self) -> list[str]:
        """Return the outputs that a run would make first: those whose code, params or inputs changed."""
        lines = [line.split("\t") for line in self.smoke("--summary").stdout.splitlines()]
        return [fields[0] for fields in lines if len(fields) == 6 and fields[-1] == "update pending"]


def copied(folder: Path) -> Copy:
    """Copy what a run needs."""
    path = folder / "closed prop"
    path.mkdir(parents=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, path / part, ignore=GENERATED)
        elif source.exists():
            shutil.copy(source, path / part)
    return Copy(path)


@pytest.fixture(scope="session")
def finished(tmp_path_factory) -> Copy:
    """A copy in which the smoke run is done."""
    copy = copied(tmp_path_factory.mktemp("smoke"))
    copy.smoke()
    return copy


@pytest.fixture
def fresh(tmp_path) -> Copy:
    """A copy in which nothing has run."""
    return copied(tmp_path)
