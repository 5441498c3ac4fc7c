"""The registry of solvable families: what the laws, the tables and the figures run over."""

from collections.abc import Mapping

from closedprop.solvable.angles import CIRCULAR_ANGLE, HYPERBOLIC_ANGLE
from closedprop.solvable.chebyshev import CHEBYSHEV, DICKSON, LOGISTIC_4, LOGISTIC_MINUS_2
from closedprop.solvable.conjugates import CONJUGATE_SOFTSIGN
from closedprop.solvable.elliptic_activation import ELLIPTIC
from closedprop.solvable.family import Family
from closedprop.solvable.isru import ISRU
from closedprop.solvable.lattes import LATTES
from closedprop.solvable.logsumexp import LOG_SUM_EXP
from closedprop.solvable.maxplus import MAX_PLUS
from closedprop.solvable.moebius import MOEBIUS
from closedprop.solvable.monomial import LOG_LINEAR, MONOMIAL
from closedprop.solvable.normalized import NORMALIZED
from closedprop.solvable.power_maps import LOGISTIC_2, POWER_MAPS
from closedprop.solvable.powers import POWERS
from closedprop.solvable.projective import PROJECTIVE
from closedprop.solvable.pure_normalization import PURE_NORMALIZATION
from closedprop.solvable.softplus import LOG_AFFINE
from closedprop.solvable.softsign import SOFTSIGN
from closedprop.solvable.tent import TENT
from closedprop.solvable.vector_surrogates import L1_SOFTSIGN, VECTOR_ISRU

FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in [
        MOEBIUS,
        SOFTSIGN,
        ISRU,
        POWERS,
        LOG_AFFINE,
        POWER_MAPS,
        LOGISTIC_2,
        CHEBYSHEV,
        DICKSON,
        LOGISTIC_4,
        LOGISTIC_MINUS_2,
        HYPERBOLIC_ANGLE,
        CIRCULAR_ANGLE,
        TENT,
        LATTES,
        ELLIPTIC,
        NORMALIZED,
        PURE_NORMALIZATION,
        VECTOR_ISRU,
        L1_SOFTSIGN,
        PROJECTIVE,
        LOG_SUM_EXP,
        MAX_PLUS,
        MONOMIAL,
        LOG_LINEAR,
        CONJUGATE_SOFTSIGN,
    ]
}
