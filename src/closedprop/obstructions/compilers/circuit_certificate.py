"""A certificate that a delta of a ReLU network is a given Boolean circuit."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from closedprop.errors import Unable
from closedprop.networks import network_record
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.circuit import COUNTED, circuit_claim
from closedprop.obstructions.compilers.circuit import Circuit, all_assignments
from closedprop.obstructions.compilers.circuits import CompiledCircuit, compile_circuit
from closedprop.obstructions.compilers.expression import read_circuit


def certify_circuit(spec: Circuit | Mapping[str, Any] | str) -> Certificate:
    """Return the certificate that the network of a circuit has the circuit's value in an entry of delta^(1).

    ``spec`` is a circuit, its JSON object, or text: JSON or an expression such as ``"a and not b"``. The satisfying
    assignments are counted by running the network, for up to sixteen inputs; beyond, the claim leaves their number out.
    Raises ``Invalid`` for what is no circuit, ``Unable`` for a network too large to be written out.

    >>> certify_circuit("a and not b").claim[-85:]
    'the circuit of 2 gates: it is non-zero exactly on the satisfying assignments, 1 of 4.'
    """
    record = spec.record() if isinstance(spec, Circuit) else spec
    circuit = read_circuit(record) if isinstance(record, str) else Circuit.of(record)
    compiled = compile_circuit(circuit)
    count = len(circuit.inputs)
    satisfying = _satisfying(compiled) if count <= COUNTED else None
    data = {
        "circuit": circuit.record(),
        "network": network_record(compiled.layers.network()),
        "units": [list(layer) for layer in compiled.labels],
        "entry": {"layer": 1, "unit": compiled.switch + 1},
        "assignments": 2**count,
        "satisfying": satisfying,
        "neurons": compiled.layers.units,
        "weights": compiled.layers.nonzeros,
    }
    claim = circuit_claim(count, len(circuit.gates), compiled.layers.depth, satisfying)
    return Certificate("circuit", claim, Verdict.PROVED, "thm:p-complete", data)


def _satisfying(compiled: CompiledCircuit) -> int:
    """The number of assignments at which the delta of the switch is not zero, found with the network."""
    total = 0
    every = all_assignments(len(compiled.circuit.inputs))
    for cases in np.array_split(every, max(1, every.shape[1] // 4096), axis=1):
        z, delta = compiled.deltas(cases)
        if (
            not all((layer != 0).all() for layer in z)
            or (delta != compiled.circuit.evaluate(cases)[compiled.circuit.output]).any()
        ):
            raise Unable("the certificate of a circuit", "the network and the circuit differ", "report this circuit")
        total += int((delta != 0).sum())
    return total
