"""Property-based tests draw the same cases in every run: a failure is a change, and can be repeated."""

import os
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import settings

# Read when NumPy loads. With more threads the workers wait for each other's, and a test of small matrices takes 20 times as long.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def recipe():
    """Return the code blocks of a recipe of CONTRIBUTING.md, as they stand there."""

    def blocks(title: str, language: str = "python") -> list[str]:
        text = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
        section = re.split(rf"^### {re.escape(title)}\n", text, flags=re.MULTILINE)[1]
        section = re.split(r"^##", section, flags=re.MULTILINE)[0]
        return [textwrap.dedent(block) for block in re.findall(rf" *```{language}\n(.*?)```", section, re.DOTALL)]

    return blocks
