"""Random networks: delta in law, at infinite width, at finite width, and the spectrum of the Jacobian."""
