"""Free probability: the whole spectrum of the Jacobian of a wide random network."""

from closedprop.approximations.in_law.free_probability.jacobian import jacobian_spectrum
from closedprop.approximations.in_law.free_probability.slopes import SlopeLaw, slope_law
from closedprop.approximations.in_law.free_probability.spectrum import Spectrum

__all__ = ["SlopeLaw", "Spectrum", "jacobian_spectrum", "slope_law"]
