r"""The atlas: which networks have a closed form, and of which kind, as one table that can be asked and checked.

``ATLAS`` has a row for each family of networks and a column for each class of closed forms (CF1 to CF7, Table 1 of the
paper), one for the law of delta under random weights, and one for the best form or approximation that is closed in the
depth. A cell holds the answer, its formula, the labels of the theorems that give it, and the evidence: files of results that
are read again, certificates by their checkers. ``closedprop atlas`` prints it.

>>> from closedprop import ATLAS
>>> print(ATLAS["linear-tied"]["CF1"].answer, ATLAS["linear-tied"]["CF1"].formula)
yes \sum_i p_i(n)\, \lambda_i^n
>>> print(ATLAS["tanh-neuron"]["CF5"].answer, *ATLAS["tanh-neuron"]["CF5"].labels)
no thm:order prop:program-order
"""

from closedprop.atlas.answers import ATLAS
from closedprop.atlas.cell import COLUMNS, Answer, Cell, Family
from closedprop.atlas.evidence import Contradicted, check
from closedprop.atlas.study import answered, evidence_files

__all__ = ["ATLAS", "COLUMNS", "Answer", "Cell", "Contradicted", "Family", "answered", "check", "evidence_files"]
