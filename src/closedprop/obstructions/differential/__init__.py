"""Differential transcendence: the series that linearise a layer, and the equations that they do not satisfy."""
