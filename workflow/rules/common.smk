"""What every rule shares: the checked config, the output root, the source files a result depends on."""

sys.path.insert(0, str(Path(workflow.basedir) / "src"))
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(Path(workflow.basedir) / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
)

from closedprop.reports.catalogue import FIGURES, TABLES, expanded
from closedprop.reports.numbers import NUMBERS
from closedprop.reports.settings import checked, own_activations
from closedprop.errors import ClosedPropError

OWN_ACTIVATIONS_FILE = "config/activations.yaml"
try:
    checked(config, Path(workflow.basedir) / "workflow/schemas/config.schema.yaml")
    OWN_ACTIVATIONS = own_activations(Path(workflow.basedir) / OWN_ACTIVATIONS_FILE)
except ClosedPropError as error:
    raise WorkflowError(str(error)) from None

ROOT = "" if config["root"] in (".", "./", "") else config["root"].rstrip("/") + "/"

#: Each layer of the library and those below it, as in the import contract of pyproject.toml.
BELOW = {
    "scalars": [],
    "algebra": ["scalars"],
    "validated": ["scalars"],
    "networks": ["scalars", "algebra", "validated"],
}
UPPER = ["solvable", "obstructions", "approximations", "simulation"]
BELOW |= {layer: ["networks", *BELOW["networks"]] for layer in UPPER}
BELOW["atlas"] = [*UPPER, "networks", *BELOW["networks"]]


PAPER = f"{ROOT}paper/closed-backprop.pdf"


def sources(part):
    """Return the files of a part of the library, a layer or a folder of one, and of the layers below it.

    A result is as old as its code.
    """
    return [f"src/closedprop/{name}.py" for name in ("errors", "lazy")] + sorted(
        str(path.relative_to(workflow.basedir))
        for name in (part, *BELOW[part.split("/")[0]])
        for path in (Path(workflow.basedir) / "src/closedprop" / name).glob("**/*.py")
    )


def results(name):
    """Return the path of a result."""
    return f"{ROOT}results/{name}"


def log_of(name):
    return f"{ROOT}logs/{name}.log"


def benchmark_of(name):
    return f"{ROOT}benchmarks/{name}.tsv"
