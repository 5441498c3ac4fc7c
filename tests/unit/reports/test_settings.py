from pathlib import Path

import pytest
import yaml

from closedprop.errors import Invalid
from closedprop.reports.settings import checked, own_activations

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "workflow/schemas/config.schema.yaml"


@pytest.fixture
def config():
    return yaml.safe_load((ROOT / "config/paper.yaml").read_text())


def test_the_committed_config_is_valid(config):
    checked(config, SCHEMA)


def test_smoke_only_changes_what_there_is(config):
    """The smoke config overrides keys of the full one: every key of it exists there, but for options of a certificate."""

    def missing(small, large, place=""):
        for key, value in small.items():
            if key not in large:
                yield f"{place}{key}"
            elif isinstance(value, dict) and place != "obstructions.certificates.":
                yield from missing(value, large[key], f"{place}{key}.")

    assert list(missing(yaml.safe_load((ROOT / "config/smoke.yaml").read_text()), config)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.update(sede=1), "the config key sede at the top level: unknown; did you mean seed"),
        (
            lambda c: c["linear"]["scan"].update(widths=[1]),
            "the config key widths at linear.scan: unknown; did you mean width",
        ),
        (lambda c: c.pop("seed"), "the config at the top level: no key seed; add it"),
        (
            lambda c: c["random"]["samples"].update(samples=1),
            "the config value at random.samples.samples: 1 is less than",
        ),
        (lambda c: c["linear"]["cost"].update(depths=[0]), "the config value at linear.cost.depths.0: 0 is less than"),
    ],
)
def test_mistakes_are_named(config, change, message):
    change(config)
    with pytest.raises(Invalid, match=message):
        checked(config, SCHEMA)


def test_own_activations(tmp_path):
    (tmp_path / "a.yaml").write_text("# nothing\n")
    assert own_activations(tmp_path / "a.yaml") == {}
    (tmp_path / "a.yaml").write_text("- mish\n")
    with pytest.raises(Invalid, match="a list; write lines `name: expression`"):
        own_activations(tmp_path / "a.yaml")
