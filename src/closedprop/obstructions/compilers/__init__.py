"""Compilers from circuits and counter machines to ReLU networks with integer weights: computation hides in delta."""

from closedprop.obstructions.compilers.automaton import rule_110, rule_110_input, rule_110_layer
from closedprop.obstructions.compilers.circuit import Circuit, Gate, all_assignments
from closedprop.obstructions.compilers.circuits import CompiledCircuit, compile_circuit
from closedprop.obstructions.compilers.expression import circuit_from_expression, read_circuit
from closedprop.obstructions.compilers.interpreter import Configuration, configurations, halting
from closedprop.obstructions.compilers.layers import IntegerLayers
from closedprop.obstructions.compilers.machine import Instruction, Machine, read_machine
from closedprop.obstructions.compilers.machines import CompiledMachine, compile_machine
from closedprop.obstructions.compilers.narrow import compile_narrow
from closedprop.obstructions.compilers.stacked import stacked
from closedprop.obstructions.compilers.tied import TiedLayer

__all__ = [
    "Circuit",
    "CompiledCircuit",
    "CompiledMachine",
    "Configuration",
    "Gate",
    "Instruction",
    "IntegerLayers",
    "Machine",
    "TiedLayer",
    "all_assignments",
    "circuit_from_expression",
    "compile_circuit",
    "compile_machine",
    "compile_narrow",
    "configurations",
    "halting",
    "read_circuit",
    "read_machine",
    "rule_110",
    "rule_110_input",
    "rule_110_layer",
    "stacked",
]
