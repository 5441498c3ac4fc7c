"""The order of a network: how many derivatives an algebraic differential equation of its output needs at least."""
