"""The numbers of the obstructions: degrees, orders, certificates, circuits and machines."""

from collections.abc import Mapping

from closedprop.reports.numbers.number import Number

OBSTRUCTIONS: Mapping[str, Number] = {}
