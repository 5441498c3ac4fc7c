"""Ensembles of random networks and their statistics."""

from closedprop.simulation.ensembles import BLOCK, Ensemble, LayerStatistics, sample, sample_block
from closedprop.simulation.statistics import Moments

__all__ = ["BLOCK", "Ensemble", "LayerStatistics", "Moments", "sample", "sample_block"]
