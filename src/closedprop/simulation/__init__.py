"""Ensembles of random networks and their statistics."""

from closedprop.simulation.backend import Backend
from closedprop.simulation.ensembles import Ensemble, draw, lengths
from closedprop.simulation.quantiles import QuantileSketch
from closedprop.simulation.sampling import LayerStatistics, sample
from closedprop.simulation.statistics import Moments

__all__ = ["Backend", "Ensemble", "LayerStatistics", "Moments", "QuantileSketch", "draw", "lengths", "sample"]
