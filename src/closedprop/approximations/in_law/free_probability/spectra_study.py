"""What free probability predicts: the spectra of Jacobians, their edges, variances and atoms."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from closedprop.approximations.in_law.edge import edge_point
from closedprop.approximations.in_law.free_probability.jacobian import jacobian_spectrum
from closedprop.approximations.in_law.free_probability.spectrum import Spectrum

Row = dict[str, Any]


def spectra(cases: Sequence[Mapping[str, Any]], points: int) -> list[Row]:
    r"""Return the limit spectra of critical networks, as curves to be drawn.

    A case gives ``activation``, the variance ``q`` of its preactivations, and lists ``layers`` and ``weights``. A row is a
    point of the density of the growth factor a layer, :math:`u = \lambda^{1/n}`, which fits on one axis for every n. All rows
    of a spectrum repeat its parameters and ``mean``, ``variance``, the ``top`` of the support, the mass ``at_zero``, and
    the positive eigenvalue ``atom`` of ``atom_mass`` (None and 0 if there is none). A spectrum of atoms only is one row
    without ``u``. Numbers are rounded to 12 digits.

    >>> [row] = spectra([{"activation": "identity", "q": 1.0, "layers": [2], "weights": ["orthogonal"]}], points=5)
    >>> row["atom"], row["atom_mass"], row["u"]
    (1.0, 1.0, None)
    """
    rows = []
    for case in cases:
        name, q = case["activation"], float(case["q"])
        weight_variance, bias_variance = edge_point(name, q)
        network = {"activation": name, "q": q, "weight_variance": weight_variance}
        # a bias variance of the size of the rounding errors stands for none
        network["bias_variance"] = bias_variance if bias_variance > 1e-12 * q else 0.0
        for weights in case["weights"]:
            for layers in case["layers"]:
                spectrum = jacobian_spectrum(name, layers, weights, q=q)
                kept = network | {"weights": weights, "layers": layers} | _summary(spectrum)
                rows += [
                    {key: _rounded(value) for key, value in (kept | point).items()}
                    for point in _curve(spectrum, points)
                ]
    return rows


def _summary(spectrum: Spectrum) -> Row:
    atoms = dict(spectrum.atoms)
    zero = atoms.pop(0.0, 0)
    atom = max(atoms, default=None)
    return {
        "mean": float(spectrum.moment(1)),
        "variance": float(spectrum.variance),
        "top": max([high for _, high in spectrum.edges] + list(atoms)),
        "at_zero": float(zero),
        "atom": atom,
        "atom_mass": float(atoms[atom]) if atom is not None else 0.0,
    }


def _curve(spectrum: Spectrum, count: int) -> list[Row]:
    points = []
    for low, high in spectrum.edges:
        # the points crowd at both ends, where the density may be steep
        share = (1 - np.cos(np.pi * (np.arange(count) + 0.5) / count)) / 2
        first, last = low ** (1 / spectrum.layers), high ** (1 / spectrum.layers)
        growth = first + (last - first) * share
        values = growth**spectrum.layers
        density = spectrum.layers * values * spectrum.density(values) / growth
        points += [{"u": u, "density": d} for u, d in zip(growth.tolist(), density.tolist(), strict=True)]
    return points or [{"u": None, "density": None}]


def _rounded(value: Any) -> Any:
    return float(f"{value:.12g}") if isinstance(value, float) else value
