"""A circuit as a weight-tied network: the layers side by side, each passing its activations to the next."""

from closedprop.obstructions.compilers.circuits import CompiledCircuit
from closedprop.obstructions.compilers.layers import IntegerLayers, Unit


def stacked(compiled: CompiledCircuit) -> IntegerLayers:
    r"""Return the weight-tied network whose one layer has the units of all layers of the compiled circuit.

    .. math:: W = \begin{pmatrix} 0 & & \\ W^{(1)} & 0 & \\ & W^{(2)} & \ddots \end{pmatrix}, \qquad
              b = (1, b^{(1)}, b^{(2)}, \dots)

    Its input is that of the circuit followed by ones, its loss the last unit at the same depth L, and its
    :math:`\delta^{(1)}_s` the same. The ones keep every preactivation off the kink: the first block is fed with "all true".
    Error: exact.    Cost: the units of all layers in each of the L layers.
    Paper: cor:p-complete-tied.

    >>> from closedprop.obstructions.compilers import circuit_from_expression, compile_circuit
    >>> compiled = compile_circuit(circuit_from_expression("not a"))
    >>> tied = stacked(compiled)
    >>> tied.network().is_tied, tied.widths, [
    ...     tied.backward(tied.forward([a, 1, 1, 1, 1, 1]), [0, 0, 0, 0, 0, 1])[0][1] for a in (-1, 1)
    ... ]
    (True, (6, 6, 6, 6), [1, 0])
    """
    starts = [sum(compiled.layers.widths[:l]) for l in range(compiled.layers.depth)]
    block: list[Unit] = [({}, 1) for _ in range(compiled.layers.inputs)]
    for start, layer in zip(starts, compiled.layers.layers, strict=False):
        block += [({start + column: weight for column, weight in row.items()}, bias) for row, bias in layer]
    return IntegerLayers(len(block), [block] * len(compiled.layers.layers))
