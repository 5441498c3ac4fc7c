"""Whether a component of delta of a weight-tied linear network is ever exactly zero: the Skolem problem."""
