"""Results with a proof: precision, quadrature, enclosures."""
