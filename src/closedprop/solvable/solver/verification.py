"""Verification: no form leaves the solver without it, and the domain it states is what was verified."""

import random
from dataclasses import dataclass

import sympy as sp

from closedprop.solvable.solver.checks import CELLS, DIGITS, Checks
from closedprop.solvable.solver.form import DEPTH, Form, Z
from closedprop.solvable.solver.limits import limited

SAMPLES, SLOW_SAMPLES = 7, 3  # arbitrary: real orbits in each cell
NEGATIVE_SAMPLES = 4  # with negative parameters
TRIES = 5  # draws for each sample, since an orbit may not be real
DEEP_SAMPLES = 2  # of them followed to great depth
_DOMAINS: dict[tuple[bool, ...], str] = {
    (True, True, True, True): "all real z",
    (False, True, True, True): "z > -1",
    (False, False, True, True): "z > 0",
    (True, True, True, False): "z < 1",
    (True, True, False, False): "z < 0",
    (False, True, True, False): "-1 < z < 1",
}


@dataclass(frozen=True)
class Verdict:
    """What the checks found: whether the form holds, where, and how it was checked."""

    holds: bool
    domain: str = ""
    how: str = ""


def verify(layer: sp.Expr, form: Form, seed: int = 0) -> Verdict:
    """Check a form against the recursion: value, semigroup law, delta, at random points and parameters.

    The z axis is cut into four cells (or is the interval of the form). A cell passes if every sampled orbit that is real
    agrees to 50 digits; it counts for nothing if too few sampled orbits are real. The stated domain is the union of the cells
    that passed for positive parameters; a parameter is called real if all of them pass with its negative values as well.
    If none passes, parameters below 1 are tried alone.
    """
    run = _Run(Checks(layer, form), random.Random(seed), form.interval is not None)  # the same points for the same call
    names = [symbol.name for symbol in run.checks.parameters]
    held = {cell for cell in run.cells if run.cell(cell, set())}
    if not held and names:
        run.small = True
        held = {cell for cell in run.cells if run.cell(cell, set())}
    if not held:
        return Verdict(False)
    real = [name for name in names if run.all_pass(held, {name})]
    if len(real) > 1 and not all(
        run.all_pass(held, set(run.rng.sample(real, run.rng.randint(2, len(real))))) for _ in "12"
    ):
        real = []
    if form.interval is not None:
        domain = _between(*form.interval)
    else:
        key = tuple(cell in held for cell in range(len(CELLS)))
        domain = _DOMAINS.get(key) or " or ".join(name for name, good in zip(CELLS, key, strict=True) if good)
    conditions = [f"{condition} > 0" for condition in form.positive]
    if run.small:
        conditions += [f"-1 < {name} < 1" if name in real else f"0 < {name} < 1" for name in names]
    else:
        conditions += [f"{name} > 0" for name in names if name not in real and f"{name} > 0" not in conditions]
        really = [name for name in real if f"{name} > 0" not in conditions]
        conditions += [f"{', '.join(really)} real"] if really else []
    domain = f"{'; '.join([domain, ', '.join(conditions)] if conditions else [domain])}; where the recursion is real"
    exact = "exact identity z_(n+1) = F(z_n); " if form.proved or _identity(layer, form) else ""
    return Verdict(True, domain, f"{exact}{run.points} random points to {DIGITS} digits: iterate, semigroup law, delta")


class _Run:
    """The cells that were tested, and the number of points that agreed."""

    def __init__(self, checks: Checks, rng: random.Random, on_interval: bool):
        self.checks, self.rng, self.points = checks, rng, 0
        self.small = False  # all parameters below 1
        self.cells: list[int | None] = [None] if on_interval else list(range(len(CELLS)))
        self.samples = SLOW_SAMPLES if checks.slow else SAMPLES * (2 if on_interval else 1)

    def cell(self, cell: int | None, negative: set[str]) -> bool | None:
        """Return whether all sampled real orbits agree; ``None`` if there were fewer than two."""
        agreed, samples = 0, self.samples if not negative else min(self.samples, NEGATIVE_SAMPLES)
        for attempt in range(TRIES * samples):
            deep = agreed < (1 if negative else DEEP_SAMPLES)
            found = self.checks.draw(self.rng, cell, negative, deep, self.small)
            if found is False:
                return False
            agreed += found is True
            if agreed == samples or (attempt >= 2 * samples and not agreed):
                break
        self.points += agreed
        return True if agreed >= 2 else None

    def all_pass(self, held: set[int | None], negative: set[str]) -> bool:
        """Return whether no cell fails, and one passes, with these parameters negative."""
        verdicts = []
        for cell in sorted(held, key=str):
            verdicts.append(self.cell(cell, negative))
            if verdicts[-1] is False:
                return False
        return True in verdicts


def _between(low: sp.Expr, high: sp.Expr) -> str:
    left = "" if low == -sp.oo else f"{low} <= "
    right = "" if high == sp.oo else f" <= {high}"
    return f"{left}z{right}" if left or right else "all real z"


def _identity(layer: sp.Expr, form: Form) -> bool:
    """Return whether z_0 = z and F(z_n) = z_(n+1) can be shown with n and the parameters as symbols."""
    result = False
    with limited(1.5):
        if sp.simplify(form.iterate.subs(DEPTH, 0) - Z) == 0:
            result = _vanishes(layer.subs(Z, form.iterate) - form.iterate.subs(DEPTH, DEPTH + 1))
    return result


def _vanishes(difference: sp.Expr) -> bool:
    """Return whether a difference is zero, as a rational function of z, n, the parameters and the powers in it."""
    powers: dict[sp.Expr, sp.Symbol] = {}

    def atom(base, exponent):
        linear = sp.Poly(exponent, DEPTH) if exponent.is_polynomial(DEPTH) else None
        if linear is None or linear.degree() > 1 or not linear.nth(1).is_Integer:
            return sp.Pow(base, exponent, evaluate=False)
        symbol = powers.setdefault(base, sp.Dummy(f"power{len(powers)}", positive=True))
        return symbol ** linear.nth(1) * base ** linear.nth(0)

    expanded = difference.replace(
        lambda part: part.is_Pow and part.exp.has(DEPTH) and not part.base.has(Z),
        lambda part: atom(part.base, part.exp),
    )
    if expanded.is_rational_function(*expanded.free_symbols):
        return sp.cancel(sp.together(expanded)) == 0
    return sp.simplify(expanded) == 0


def case_holds(layer: sp.Expr, condition: sp.Expr, iterate: sp.Expr, form: Form) -> bool:
    """Return whether the iterate of a special case holds at every real parameter value that meets its condition."""
    for parameter in sorted(condition.free_symbols, key=str):
        values = [value for value in sp.solve(condition, parameter) if value.is_real is not False]
        if not values or any(power.exp.is_integer is False for value in values for power in value.atoms(sp.Pow)):
            continue  # a root of parameters may not be real: solve for another parameter
        return all(
            verify(
                layer.subs(parameter, value),
                Form(iterate.subs(parameter, value), form.family, form.classes, interval=form.interval, proved=True),
            ).holds
            for value in values
        )
    return False
