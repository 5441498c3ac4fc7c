"""Circuits against their networks: all small ones, random ones and products of integers, with the sizes of the networks."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from closedprop.networks.random import stream
from closedprop.obstructions.compilers.circuit import Circuit, all_assignments
from closedprop.obstructions.compilers.circuits import compile_circuit
from closedprop.obstructions.compilers.families import SHAPES, gate_lists, multiplier, random_circuit, small_circuits
from closedprop.obstructions.compilers.narrow import compile_narrow


def circuit_study(
    inputs: int, gates: int, sizes: Sequence[int], factors: Sequence[int], assignments: int, seed: int
) -> list[dict[str, Any]]:
    """Return a row for all circuits on 1, .., ``inputs`` inputs, and for each random circuit and each product.

    Columns: family, inputs, gates, depth, circuits, lists (gate lists that these circuits stand for), runs (of a network, at one
    assignment each), true (of them), wrong (deltas that are not the output), kinks (preactivations that are 0), units, weights;
    and the same of the narrow networks. The rows of all circuits have the largest size in these columns, and narrow
    networks of one gate less. Random circuits have 2 sqrt(gates) inputs, products are of two numbers of ``factors`` binary
    digits, whose highest digit but one is the output.

    >>> row = circuit_study(1, 2, [], [], 4, 1)[0]
    >>> row["circuits"], row["runs"], row["true"], row["wrong"], row["kinks"]
    (18, 36, 18, 0, 0)
    """
    rows = [_all(count, gates) for count in range(1, inputs + 1)]
    for k, shape in enumerate(SHAPES):
        for size in sizes:
            rng = stream(seed, "obstructions", 0, k, size)
            rows.append(_one(shape, random_circuit(rng, shape, round(2 * size**0.5), size), rng, assignments))
    for digits in factors:
        rng = stream(seed, "obstructions", 0, len(SHAPES), digits)
        rows.append(_one("product", multiplier(digits, 2 * digits - 2), rng, assignments))
    return rows


def _all(inputs: int, gates: int) -> dict[str, Any]:
    every = all_assignments(inputs)
    row = _row("all", inputs, gates) | {"depth": 0, "lists": gate_lists(inputs, gates)}
    for circuit in small_circuits(inputs, gates):
        row["circuits"] += 1
        row["depth"] = max(row["depth"], circuit.depth)
        _levels(row, circuit, every)
        if len(circuit.gates) < gates:
            _narrow(row, circuit, every)
    return row


def _one(family: str, circuit: Circuit, rng: np.random.Generator, assignments: int) -> dict[str, Any]:
    circuit = circuit.needed()
    row = _row(family, len(circuit.inputs), len(circuit.gates)) | {"circuits": 1, "depth": circuit.depth}
    cases = rng.integers(0, 2, size=(len(circuit.inputs), assignments)).astype(bool)
    _levels(row, circuit, cases)
    _narrow(row, circuit, cases[:, :2])  # its integers have as many bits as the circuit has wires
    return row


def _row(family: str, inputs: int, gates: int) -> dict[str, Any]:
    counts = ("runs", "true", "wrong", "kinks", "layers", "units", "weights")
    return (
        {"family": family, "inputs": inputs, "gates": gates, "depth": 0, "circuits": 0, "lists": ""}
        | dict.fromkeys(counts, 0)
        | {f"narrow_{name}": 0 for name in (*counts, "bits")}
    )


def _levels(row: dict[str, Any], circuit: Circuit, cases: np.ndarray) -> None:
    """Add what the network of a circuit does on some assignments, one gate at each level and wires between them."""
    compiled = compile_circuit(circuit)
    z, deltas = compiled.deltas(cases)
    row["runs"] += cases.shape[1]
    row["true"] += int((deltas != 0).sum())
    row["wrong"] += int((deltas != circuit.evaluate(cases)[circuit.output]).sum())
    row["kinks"] += sum(int((layer == 0).sum()) for layer in z)
    sizes = {"layers": compiled.layers.depth, "units": compiled.layers.units, "weights": compiled.layers.nonzeros}
    row |= {name: max(row[name], size) for name, size in sizes.items()}


def _narrow(row: dict[str, Any], circuit: Circuit, cases: np.ndarray) -> None:
    """Add the same of the narrow network, in integers of any size."""
    layers = compile_narrow(circuit)
    outputs = circuit.evaluate(cases)[circuit.output]
    for case, output in zip(cases.T, outputs, strict=True):
        z = layers.forward([*(2 * int(value) - 1 for value in case), 1])
        delta = layers.backward(z, [1])[0][-1]
        row["narrow_runs"] += 1
        row["narrow_true"] += int(delta != 0)
        row["narrow_wrong"] += int(delta != output)
        row["narrow_kinks"] += sum(value == 0 for layer in z for value in layer)
    sizes = {"layers": layers.depth, "units": layers.units, "weights": layers.nonzeros, "bits": layers.bits}
    row |= {f"narrow_{name}": max(row[f"narrow_{name}"], size) for name, size in sizes.items()}
