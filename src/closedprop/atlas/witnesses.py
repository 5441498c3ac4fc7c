"""The evidence of the answer matrix by name: which file of results, and what it has to say.

Every file exists in the full run and in the smoke run, and every condition holds in both.
"""

from closedprop.atlas.evidence import Certified, Row, Rows
from closedprop.obstructions.certificate import Verdict

PROVED, REFUTED = Verdict.PROVED, Verdict.REFUTED

#: The closed forms agree with the recursion in ball arithmetic to this relative error, in double precision.
AGREEMENT = (
    1e-12  # derived: a few hundred roundings of a formula of bounded size; ball arithmetic itself is exact to 2^-53
)


def agreement(*families: str) -> Rows:
    """Return: the closed forms of these solvable families are what the recursion gives, value and delta."""

    def holds(row: Row) -> bool:
        return all(row[part] == "" or float(row[part]) <= AGREEMENT for part in ("value", "delta"))

    says = "closed form and recursion differ by at most $10^{-12}$, relatively"
    return Rows("solvable/agreement.csv", "families_agreement", says, holds, lambda row: row["family"] in families)


def order(says: str, *activations: str, case: str) -> Rows:
    """Return: the orders of these networks along a line are proved, and as the theorem says."""
    return Rows(
        "obstructions/order.csv",
        "obstruction_order",
        says,
        lambda row: row["verdict"] == PROVED and row["order"] == row["expected"] == row["jet_rank"],
        lambda row: row["case"] == case and row["activation"] in activations,
    )


def rational_orbits(*examples: str) -> Rows:
    """Return: recurrences are excluded for the deltas of these rational layers, at every order and degree."""
    return Rows(
        "obstructions/recurrences.csv",
        "obstruction_recurrences",
        "no recurrence, of any order and degree",
        lambda row: row["verdict"] == PROVED and row["excluded"] in ("thm:rational-orbits", "thm:not-p-recursive"),
        lambda row: row["group"] == "orbit" and row["sequence"] == "delta" and row["example"] in examples,
    )


def attracting(*layers: str) -> Rows:
    """Return: recurrences are excluded for orbits of these layers, from their Poincare series or iterative residue."""
    return Rows(
        "obstructions/attracting.csv",
        "obstruction_attracting",
        "no recurrence at the fixed point $0$, up to an order",
        lambda row: row["verdict"] == PROVED,
        lambda row: row["layer"] in layers,
    )


def horseshoe(activation: str, parameter: str = "") -> Rows:
    """Return: a horseshoe of a block with this activation is certified."""
    return Rows(
        "obstructions/horseshoes.csv",
        "obstruction_horseshoes",
        "a horseshoe, certified in ball arithmetic",
        lambda row: row["verdict"] == PROVED and int(row["intervals"]) >= 2,
        lambda row: row["activation"] == activation and row["parameter"] == parameter,
    )


def layer_law(activation: str, excess: int) -> Rows:
    """Return: the factor of one layer in the law of the squared gradient has the second moment of the theorem."""
    return Rows(
        "random/finite_width.csv",
        "random_finite_width",
        f"the factor of a layer has second moment $1 + {excess}/N$",
        lambda row: abs(float(row["value"]) - 1 - excess / int(row["width"])) <= 1e-12,
        lambda row: (row["law"], row["activation"], row["quantity"]) == ("layer", activation, "moment 2"),
    )


def _is_order(row: Row) -> bool:
    return abs(float(row["measured"]) - float(row["predicted"])) <= 0.1


# Linear networks
FIBONACCI = Certified(
    "recurrence-fibonacci", REFUTED, "of the weight-tied linear network", "that there is none, is refuted"
)
BINET = Rows(
    "linear/fibonacci.csv",
    "linear_fibonacci",
    "the deltas of the Fibonacci network are Binet's",
    lambda row: (row["delta_1"], row["delta_2"]) == (row["binet_1"], row["binet_2"]),
)
RECURRENCES = Rows(
    "obstructions/recurrences.csv",
    "obstruction_recurrences",
    "the recurrence of delta, found and proved",
    lambda row: row["verdict"] == REFUTED and row["characteristic"] == "True",
    lambda row: row["group"] == "linear",
)
SCAN = Rows(
    "linear/scan.csv",
    "linear_scan",
    "a product of $n$ matrices in $\\log_2 n$ parallel steps",
    lambda row: 2 ** int(row["depth"]) == int(row["layers"]),
    lambda row: row["method"] == "halves",
)
PRODUCT = Rows(
    "unrolled/equality.csv",
    "unrolled_equality",
    "the product, unrolled by symbols, is delta",
    lambda row: row["equal"] == row["cases"],
    lambda row: row["activation"] == "identity",
)
SKOLEM = Certified("skolem-fibonacci", PROVED, "exactly for m in {11}", "the zeros of one component, all of them")

# Bounded size, algebraic; constants; recurrences
DEGREE = Certified("degree-quadratic", PROVED, "of degree exactly 4096", "degree $2^{12}$ after $12$ layers")
DEGREES = Rows(
    "obstructions/degree.csv",
    "obstruction_degree",
    "delta has degree $2^n - 1$",
    lambda row: row["checked"] == PROVED and int(row["degree"]) == 2 ** int(row["layers"]) - 1,
    lambda row: row["width"] == "1" and row["of"] == "delta",
)
RADICALS = Rows(
    "obstructions/radicals.csv",
    "obstruction_radicals",
    "value and delta have degree $2^n$",
    lambda row: row["checked"] == PROVED and int(row["degree"]) == 2 ** int(row["layers"]),
    lambda row: row["bias"] != "0",
)
RADICALS_ISRU = Certified(
    "radicals-isru", PROVED, "has algebraic degree 64 over C(z)", "degree $2^6$ over $\\mathbb{C}(z)$ after $6$ layers"
)
NO_BIAS = Certified("radicals-without-bias", REFUTED, "has algebraic degree 16", "degree $2^4$ is refuted: it is $2$")
SAWTOOTH = Certified("pieces-sawtooth", PROVED, "have exactly 256 linear pieces", "$2^8$ pieces after $8$ layers")
PIECES = Rows(
    "obstructions/pieces.csv",
    "obstruction_pieces",
    "the sawtooth has $2^n$ pieces",
    lambda row: row["checked"] == PROVED and int(row["pieces"]) == 2 ** int(row["layers"]),
    lambda row: row["case"] == "sawtooth",
)
COUNTED = Certified(
    "counting-relu", PROVED, "at least 11 real constants; it has 15 parameters", "$11$ constants for $15$ parameters"
)
CONSTANTS = Rows(
    "obstructions/counting.csv",
    "obstruction_counting",
    "as many constants as parameters",
    lambda row: row["checked"] == PROVED and row["rank"] == row["parameters"],
    lambda row: row["activation"] == "tanh" and row["of"] == "output",
)
HEIGHTS = Certified(
    "heights-logistic", PROVED, "satisfy no linear recurrence", "no recurrence for $4z(1-z)$ from $1/3$"
)
POINCARE = Certified(
    "poincare-tanh", PROVED, "satisfies no recurrence of order", "none for $\\tanh(z)/2$, up to an order"
)
PARABOLIC_MOEBIUS = Rows(
    "obstructions/recurrences.csv",
    "obstruction_recurrences",
    "$z/(1+z)$ has a recurrence",
    lambda row: row["verdict"] == REFUTED,
    lambda row: row["example"] == "z/(1+z)",
)

# Order, horseshoes
ORDER_TANH = Certified("order-tanh-6", PROVED, "has order 6.", "order $6$ with $6$ neurons")
ORDER_WIDE = Certified("order-integers", PROVED, "has order 9.", "order $9$ with $9$ neurons, integer weights")
ORDER_GELU = Certified("order-gelu", PROVED, "has order 8.", "order $8$ with $4$ neurons")
SCALAR_ORDERS = order("order $n$ after $n$ layers", "tanh", "sigmoid", case="scalar")
WIDE_ORDERS = order("the order is the number of neurons, or as the theorem says", "tanh", "sigmoid", case="wide")
GATE_ORDERS = order("the orders of the theorem", "gelu", "silu", "erf", "arctan", case="gate")
SOFTPLUS_ORDERS = order("the orders of the theorem", "softplus", case="gate")
KOENIGS_QUADRATIC = Rows(
    "obstructions/ade.csv",
    "obstruction_ade",
    "its Koenigs function solves no small equation",
    lambda row: row["verdict"] == PROVED,
    lambda row: row["map"] in ("z*(1 - z)/2", "z**2 + 3/16"),
)
HORSESHOE = Certified(
    "horseshoe-logistic", PROVED, "For F(z) = 39/10*z*(1 - z)", "a horseshoe of $\\frac{39}{10} z(1-z)$"
)

# Computation
CIRCUIT = Certified(
    "circuit-majority",
    PROVED,
    "is the value of the circuit of 4 gates",
    "delta is the value of a circuit, at every input",
)
CIRCUITS = Rows(
    "obstructions/circuits.csv",
    "obstruction_circuits",
    "delta is the value of the circuit",
    lambda row: row["wrong"] == "0" and row["kinks"] == "0" and int(row["runs"]) > 0,
)
AUTOMATON = Rows(
    "obstructions/automaton.csv",
    "obstruction_automaton",
    "the deltas of one tied layer are Rule 110",
    lambda row: row["differing"] == "0" and row["kinks"] == "0",
)
MACHINE = Certified(
    "machine-addition", PROVED, "from every start, and no preactivation is 0", "delta tells whether it halted"
)
MACHINES = Rows(
    "obstructions/machines.csv",
    "obstruction_machines",
    "delta tells whether the machine has halted",
    lambda row: row["wrong"] == "0" and row["differing"] == "0" and row["result"] == row["expected"],
)

# In law
CHI_SQUARED = layer_law("identity", 2)
RELU_LAW = layer_law("relu", 5)
MEAN_FIELD = Rows(
    "random/width_errors.csv",
    "random_width_errors",
    "samples are within $6$ standard errors of mean field with its $1/N$ correction",
    lambda row: abs(float(row["error_mean"]) - float(row["predicted"])) <= 6 * float(row["error_stderr"]),
)

# Approximations
AMPLITUDE = Rows(
    "approximations/amplitude_orders.csv",
    "amplitude_orders",
    "the measured order of the amplitude expansion is the predicted one, to $0.1$",
    _is_order,
)
SURROGATE = Rows(
    "approximations/laws/tanh.csv",
    "approximation_laws",
    "the measured order of the surrogate is the predicted one, and its bound is kept",
    lambda row: _is_order(row) and row["violations"] == "0",
    lambda row: row["method"] == "surrogate",
)
CRITICAL = Rows(
    "approximations/critical_constants.csv",
    "critical_constants",
    "the constant of delta at multiplier $1$ is known to $10^{-9}$",
    lambda row: float(row["error"]) <= 1e-9,
    lambda row: row["activation"] == "tanh" and row["weight"] == "1",
)
