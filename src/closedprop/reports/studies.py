"""Every study by the name of its rule. To add one: its function, its line here, its rule, its config.

A study takes the rule's params (and, where it has one, the rows of its input) and returns rows.
"""

from collections.abc import Callable, Mapping
from pkgutil import resolve_name
from typing import Any

Study = Callable[..., list[dict[str, Any]]]

#: Where each function lives; it is imported when it runs, so that a job loads what it needs and no more.
STUDIES: Mapping[str, str] = {
    "unrolled_formulas": "closedprop.networks.unrolled_study:formula_study",
    "unrolled_equality": "closedprop.networks.unrolled_study:equality_study",
    "unrolled_growth": "closedprop.obstructions.growth_study:growth_study",
    "unrolled_evaluations": "closedprop.obstructions.evaluations:evaluation_study",
    "linear_accuracy": "closedprop.solvable.accuracy:accuracy_study",
    "linear_squaring": "closedprop.solvable.accuracy:squaring_study",
    "linear_cost": "closedprop.solvable.cost:cost_study",
    "linear_crossovers": "closedprop.solvable.cost:crossover_study",
    "linear_recurrences": "closedprop.solvable.examples:recurrence_study",
    "linear_fibonacci": "closedprop.solvable.examples:fibonacci_study",
    "linear_residual": "closedprop.solvable.examples:residual_study",
    "linear_scan": "closedprop.solvable.scanning:scan_study",
    "linear_comment": "closedprop.solvable.orthogonal:comment_study",
    "families_catalogue": "closedprop.solvable.families_study:catalogue_study",
    "families_agreement": "closedprop.solvable.families_study:agreement_study",
    "families_depth": "closedprop.solvable.families_study:depth_study",
    "families_profiles": "closedprop.solvable.profiles:profile_study",
    "families_conjugacies": "closedprop.solvable.conjugacy_study:conjugacy_study",
    "solvable_regions": "closedprop.solvable.regions_study:regions_study",
    "solvable_coverage": "closedprop.solvable.coverage:coverage_study",
    "solvable_lie": "closedprop.solvable.lie:lie_study",
    "obstruction_degree": "closedprop.obstructions.degree_study:degree_study",
    "obstruction_pieces": "closedprop.obstructions.pieces_study:pieces_study",
    "obstruction_radicals": "closedprop.obstructions.radicals_study:radicals_study",
    "obstruction_counting": "closedprop.obstructions.counting_study:counting_study",
    "obstruction_ade": "closedprop.obstructions.differential.study:ade_study",
    "obstruction_order": "closedprop.obstructions.order.study:order_study",
    "obstruction_learning_order": "closedprop.obstructions.order.learning:learning_study",
    "obstruction_recurrences": "closedprop.obstructions.recurrence.study:recurrence_study",
    "obstruction_attracting": "closedprop.obstructions.recurrence.study:attracting_study",
    "obstruction_skolem": "closedprop.obstructions.skolem.study:skolem_study",
    "learning_descent": "closedprop.solvable.gradient_descent:descent_study",
    "obstruction_circuits": "closedprop.obstructions.compilers.circuit_study:circuit_study",
    "obstruction_machines": "closedprop.obstructions.compilers.machine_study:machine_study",
    "obstruction_automaton": "closedprop.obstructions.compilers.automaton_study:automaton_study",
    "obstruction_automaton_layer": "closedprop.obstructions.compilers.example_study:automaton_example",
    "obstruction_circuit_example": "closedprop.obstructions.compilers.example_study:circuit_example",
    "obstruction_machine_example": "closedprop.obstructions.compilers.example_study:machine_example",
    "obstruction_horseshoes": "closedprop.obstructions.horseshoe.study:horseshoe_study",
    "obstruction_crossings": "closedprop.obstructions.horseshoe.study:crossing_study",
    "obstruction_horseshoe_graph": "closedprop.obstructions.horseshoe.study:graph_study",
    "taylor_errors": "closedprop.approximations.local.taylor_study:taylor_errors",
    "local_orders": "closedprop.approximations.local.order_study:local_orders",
    "local_bounds": "closedprop.approximations.local.bound_study:local_bounds",
    "local_rates": "closedprop.approximations.local.rate_study:local_rates",
    "surrogate_depth": "closedprop.approximations.depth.surrogate_study:surrogate_depth",
    "surrogate_orders": "closedprop.approximations.depth.critical_study:surrogate_orders",
    "critical_constants": "closedprop.approximations.depth.critical_study:critical_constants",
    "approximation_errors": "closedprop.approximations.comparison.error_study:error_study",
    "approximation_laws": "closedprop.approximations.comparison.laws_study:laws_study",
    "approximation_costs": "closedprop.approximations.comparison.costs:cost_study",
    "amplitude_orders": "closedprop.approximations.depth.amplitude_study:amplitude_orders",
    "amplitude_discs": "closedprop.approximations.depth.amplitude_study:amplitude_discs",
    "amplitude_bounds": "closedprop.approximations.depth.amplitude_bound_study:amplitude_bounds",
    "matrix_forms": "closedprop.approximations.depth.matrix_study:matrix_forms",
    "random_gradients": "closedprop.approximations.in_law.mean_field_study:predicted_gradients",
    "random_gain": "closedprop.approximations.in_law.gain_study:gain_study",
    "random_edge_of_chaos": "closedprop.approximations.in_law.gain_study:edge_table",
    "random_gains": "closedprop.approximations.in_law.gain_study:gain_table",
    "random_phases": "closedprop.approximations.in_law.phase_study:phase_study",
    "random_published": "closedprop.approximations.in_law.phase_study:published_study",
    "random_variance_maps": "closedprop.reports.variance_maps:variance_map_study",
    "random_quadrature": "closedprop.approximations.in_law.quadrature_study:quadrature_study",
    "random_samples_shard": "closedprop.simulation.sampled_gradients:sampled_shard",
    "random_samples": "closedprop.simulation.sampled_gradients:sampled_gradients",
    "random_corrections": "closedprop.approximations.in_law.finite_width.study:first_corrections",
    "random_width_errors": "closedprop.approximations.in_law.finite_width.study:width_errors",
    "random_finite_width": "closedprop.approximations.in_law.finite_width.study:finite_width_laws",
    "random_finite_width_samples": "closedprop.simulation.fluctuations:fluctuation_samples",
    "random_spectra": "closedprop.approximations.in_law.free_probability.spectra_study:spectra",
    "random_sampled_spectra": "closedprop.simulation.sampled_spectra:sampled_spectra",
    "activation_summary": "closedprop.networks.summary:activation_summary",
}


def study(name: str) -> Study:
    """Return the study of that name.

    >>> study("linear_fibonacci")(steps=2)[2]["delta_1"]
    2
    """
    return resolve_name(STUDIES[name])
