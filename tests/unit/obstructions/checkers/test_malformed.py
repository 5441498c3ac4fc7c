"""Fields that hold anything at all: whatever a certificate on recurrences or zeros is then, its checker does not fail."""

import copy
from contextlib import suppress

import pytest

from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers import check
from closedprop.obstructions.finders import certify

WEIGHT = [[0, 0, 4], [1, 0, -4], [0, 1, 2]]
RECORDS = {
    "full rank": certify("recurrence", layer="7/2*z*(1-z)", start="1/3", order=2, degree=2).record(),
    "equation": certify("recurrence", weight=[[1, 1], [1, 0]], top=[1, 0], order=2, degree=1).record(),
    "coefficient": certify("recurrence", layer="tanh(z)/2", coefficient=3, order=2, degree=1).record(),
    "terms": certify("recurrence", terms=[n**n for n in range(40)], order=2, degree=1).record(),
    "heights": certify("heights", layer="(z+2/z)/2", start="1").record(),
    "poincare": certify("poincare", layer="tanh(z)/2", order=2).record(),
    "order two": certify("skolem", weight=[[1, 1], [1, 0]], top=[-55, 89], unit=1).record(),
    "isolation": certify("skolem", weight=WEIGHT, top=[0, 0, 1], bound=100).record(),
    "sieve": certify("skolem", weight=[[2, 0, 0], [1, 2, 0], [0, 1, 2]], top=[9, -10, 8], bound=100).record(),
}
JUNK = [
    None,
    True,
    -1,
    0,
    1,
    10**40,
    1.5,
    "",
    "x",
    "1/0",
    "1/2",
    [],
    [[]],
    [None],
    [["x"]],
    [[1, 2], [3]],
    {},
    {"layer": 1},
]


def _places(value, place=()):
    """Every place inside a record, as a path of keys and indices; of a long list only its ends."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        if isinstance(value, dict) or key in (0, len(value) - 1):
            yield (*place, key)
            yield from _places(part, (*place, key))


@pytest.mark.parametrize("name", RECORDS)
def test_junk_anywhere(name):
    for place in _places(RECORDS[name]):
        for junk in JUNK:
            record = copy.deepcopy(RECORDS[name])
            target = record
            for key in place[:-1]:
                target = target[key]
            target[place[-1]] = junk
            # Another true claim may result, such as "1" written as 1; the tests of each kind demand rejection where none does.
            with suppress(InvalidCertificate):
                check(record)
