r"""The answer matrix: which networks have a closed form of delta in the depth, in which class, by which theorem.

One block a family, one line a cell; a cell may answer several columns. ``n`` is the number of layers below the top, w, b, W
are weight and bias, P_n is the product of the weights (or of the layers' matrices), x the input, z_n the n-th preactivation.

* ``yes``: every network of the family has a closed form in the class; ``no``: not every one, and the note says which have none;
  ``unsettled``: not settled here; ``moot``: the question does not apply, with the reason.
* First come the labels of the paper, the theorem that decides in front; then the evidence by name (``witnesses.py``), read
  again in every run, or PROVED where there is nothing to compute beyond the proof; then formula and note.
* In CF3 to CF5 constants may depend on n and on the weights in any way. CF6 is about exact values where these have
  polynomially many digits, and elsewhere about p bits in time polylogarithmic in n, p and the size of the network. CF7 asks
  whether a component of delta is ever zero, from rational weights and inputs.
* Law: a formula for the law of delta under independent Gaussian weights. Best: the form, or the approximation that is closed
  in the depth, that one would take.
"""

from collections.abc import Mapping

from closedprop.atlas import witnesses as see
from closedprop.atlas.cell import Family, moot, no, unsettled, yes
from closedprop.atlas.evidence import PROVED, cited

_GIVEN = moot("the weights are given, and shared by the layers")
_ONE = moot("one neuron a layer; wide networks are the last row")
_NEVER = "never zero: $f' > 0$ and $w \\ne 0$"
_SMOOTH = "nothing is proved about the evaluation of smooth activations"
_ATTRACTED = "where a fixed point of multiplier $0 < |\\lambda| < 1$ attracts"
_LINEAR = "contains linear layers, and with them Skolem's problem"
_CORRECTION = "at width $N$ with normal fluctuations and, for bounded $f$, a correction of order $1/N$"
_SAMPLE = "one sample is an untied network, a row above; its law is the next column"

# fmt: off
_FAMILIES = (
    Family("linear-tied", "linear, tied", "$f(z) = z$, one weight $W$ for all layers.", {
        "CF1 CF2": yes("thm:cayley-hamilton", see.FIBONACCI, see.RECURRENCES, formula=r"\sum_i p_i(n)\, \lambda_i^n"),
        "CF3 CF4 CF5": yes("thm:spectral thm:jordan thm:putzer", see.BINET, formula=r"V \Lambda^n V^{-1} \delta^{(L)}",
            note="$\\lambda_i^n$ counts as a constant"),
        "CF6": yes("thm:p-complete prop:scan", see.SCAN, formula=r"(W^\top)^n \delta^{(L)}",
            note="a product of integer matrices is in NC$^2$"),
        "CF7": unsettled("Skolem's problem: decidable to order four, open from five on", "thm:skolem prop:isolated-zero",
            see.SKOLEM, cited("mignotte1984", "vereshchagin1985", "bacik2025")),
        "law": _GIVEN,
        "best": yes("thm:spectral thm:backward-stability", see.BINET, formula=r"V \Lambda^n V^{-1} \delta^{(L)}",
            short="exact"),
    }),
    Family("linear-commuting", "linear, commuting",
        "$f(z) = z$, untied weights that are diagonal in one basis; convolutions.", {
        "CF1 CF2": no("prop:fast-growth thm:simultaneous", PROVED,
            note="the weights of one neuron are any sequence, such as $2^{2^l}$; equal layers have it"),
        "CF3 CF4 CF5": yes("thm:simultaneous thm:circulant", PROVED, formula=r"V \prod_l \Lambda_l\, V^{-1} \delta^{(L)}",
            note="$N$ products count as constants"),
        "CF6": yes("thm:circulant prop:scan", see.SCAN, note="$N$ products of numbers"),
        "CF7": unsettled("contains equal layers, and with them Skolem's problem", "thm:skolem"),
        "law": yes("thm:circulant", PROVED, note="Gaussian kernels: in each frequency a product of independent normal numbers"),
        "best": yes("thm:circulant thm:simultaneous", PROVED, formula=r"V \prod_l \Lambda_l\, V^{-1} \delta^{(L)}",
            short="exact"),
    }),
    Family("linear-untied", "linear, untied", "$f(z) = z$, any weights.", {
        "CF1 CF2": no("prop:fast-growth", PROVED, note="the weights of one neuron are any sequence, such as $2^{2^l}$"),
        "CF3 CF4 CF5": yes("thm:ordered-product", see.PRODUCT, formula=r"(W^{(L-1)} \cdots W^{(1)})^\top \delta^{(L)}",
            note="the product, multiplied out, counts as $N^2$ constants"),
        "CF6": yes("thm:p-complete prop:scan", see.SCAN, note="a product of integer matrices is in NC$^2$"),
        "CF7": no("thm:ordered-product", cited("paterson1970", "cassaigne2014"),
            note="whether a product of given integer $3 \\times 3$ layers is ever zero is undecidable"),
        "law": yes("thm:homogeneous-gradient thm:lyapunov", see.CHI_SQUARED,
            formula=r"\|\delta^{(1)}\|^2 = \|\delta^{(L)}\|^2 \prod_l \sigma_w^2 \chi^2_{N_l} / N_l"),
        "best": yes("thm:ordered-product prop:scan", see.PRODUCT, short="product", note="the product itself, in parallel"),
    }),
    Family("p-family", r"softsign, $z/\sqrt{1 + z^2}$, no bias", "$w z / (1 + a |z|^p)^{1/p}$, one neuron, tied or untied.", {
        "CF1 CF2": no("thm:not-p-recursive prop:solvable-orbits", see.attracting("z/(2*sqrt(1+z^2))"),
            see.rational_orbits("z/(2*(1+z))"), note="tied; but CF2 at $|w| = 1$ if $1/p$ is an integer, as for softsign"),
        "CF3 CF4 CF5": yes("thm:p-family thm:softsign thm:isru", see.agreement("softsign", "isru", "powers"), see.NO_BIAS,
            formula=r"P_n / (1 + |x|^p S)^{1 + 1/p}", note="CF3 for rational $p$; $S = \\sum_{k<n} a |P_k|^p$ is a constant"),
        "CF6": yes("thm:p-family prop:scan", see.SCAN, note="$P_n$ and $S$ by a scan"),
        "CF7": yes("thm:p-family", see.agreement("softsign", "isru", "powers"), note="zero only where a weight is"),
        "law": _ONE,
        "best": yes("thm:p-family", see.agreement("softsign", "isru", "powers"), short="exact",
            formula=r"P_n / (1 + |x|^p S)^{1 + 1/p}"),
    }, ("softsign", "isru", "powers")),
    Family("isru-bias", r"$z/\sqrt{1 + z^2}$ with bias", "$w z / \\sqrt{1 + z^2} + b$, one neuron, tied, $w, b \\ne 0$.", {
        "CF1 CF2": no("thm:not-p-recursive thm:radicals", see.RADICALS,
            note=f"{_ATTRACTED}: a polynomial Poincaré function would bound the degree of $F^n$"),
        "CF3": no("thm:radicals", see.RADICALS_ISRU, see.RADICALS, note="$n$ square roots, of which none can be saved"),
        "CF4": unsettled("the layer is monotone and has no horseshoe", "thm:radicals"),
        "CF5": moot("algebraic functions have order $0$ and are free in CF5", "def:program"),
        "CF6": unsettled(_SMOOTH),
        "CF7": yes("thm:ordered-product", PROVED, note=_NEVER),
        "law": _ONE,
        "best": yes("thm:amplitude", see.AMPLITUDE, short="amplitude", note="near an attracting fixed point"),
    }),
    Family("projective", "Möbius, projective", "$(A z + b) / (c^\\top z + d)$, tied or untied.", {
        "CF1 CF2": no("prop:solvable-orbits thm:not-p-recursive", see.rational_orbits("1/(1+z)"), see.PARABOLIC_MOEBIUS,
            note="tied; but CF2 for one neuron with one fixed point, and CF1 for affine layers"),
        "CF3 CF4 CF5": yes("thm:projective thm:moebius", see.agreement("moebius", "projective", "softsign in the 1-norm"),
            formula=r"(A^\top \delta^{(L)} - (z_n \cdot \delta^{(L)})\, c) / (c^\top x + d)"),
        "CF6": yes("thm:projective thm:p-complete", see.SCAN, note="a product of $(N+1) \\times (N+1)$ matrices"),
        "CF7": unsettled(f"never zero for one neuron; for several, {_LINEAR}", "thm:moebius thm:skolem"),
        "law": moot("with Gaussian coefficients there are poles, and delta has no mean"),
        "best": yes("thm:projective", see.agreement("moebius", "projective"), short="exact",
            formula=r"(A^\top \delta^{(L)} - (z_n \cdot \delta^{(L)})\, c) / (c^\top x + d)"),
    }, ("moebius", "projective", "softsign in the 1-norm")),
    Family("normalized", "linear with RMS norm, untied",
        "$W z / \\sqrt{1 + a \\|z\\|^2}$, $a \\ge 0$; RMSNorm, LayerNorm without bias.", {
        "CF1 CF2": no("thm:not-p-recursive prop:solvable-orbits", see.attracting("z/(2*sqrt(1+z^2))"),
            note="one neuron is an inverse square root"),
        "CF3 CF4 CF5": yes("thm:normalized-linear thm:vector-isru cor:rmsnorm", see.agreement("normalized linear",
            "pure normalization", "vector inverse square root"),
            formula=r"(I - G x x^\top / \tau^2)\, P_n^\top \delta^{(L)} / \tau",
            note="one square root, $\\tau^2 = 1 + x^\\top G x$"),
        "CF6": yes("thm:normalized-linear prop:scan", see.SCAN, note="$P_n$ and $G$ by doubling, or by a scan"),
        "CF7": unsettled(f"at $a = 0$ {_LINEAR}", "thm:skolem"),
        "law": unsettled("not treated here"),
        "best": yes("thm:normalized-linear", see.agreement("normalized linear"), short="exact",
            formula=r"(I - G x x^\top / \tau^2)\, P_n^\top \delta^{(L)} / \tau"),
    }, ("normalized linear", "pure normalization", "vector inverse square root")),
    Family("log-sum-exp", "log-sum-exp", "$\\log(A\\, e^z)$ with $A \\ge 0$, tied or untied; log-affine $\\log(w e^z + b)$.", {
        "CF1 CF2": no("thm:not-p-recursive thm:log-affine", see.attracting("log((1+exp(z))/2)"),
            note="log-affine layers with $w < 1$"),
        "CF3": no("thm:log-affine def:order", PROVED, note="$e^x$ has order $1$, algebraic functions have order $0$"),
        "CF4 CF5": yes("thm:log-sum-exp thm:log-affine", see.agreement("log-sum-exp", "log-affine"),
            formula=r"e^x \odot P^\top (\delta^{(L)} / P e^x)"),
        "CF6": yes("thm:log-sum-exp prop:scan", see.SCAN, note="a product of matrices, then $N$ logarithms"),
        "CF7": unsettled("a question about powers of stochastic matrices", "thm:log-sum-exp"),
        "law": moot("the weights are non-negative, so not Gaussian"),
        "best": yes("thm:log-sum-exp", see.agreement("log-sum-exp", "log-affine"), short="exact",
            formula=r"e^x \odot P^\top (\delta^{(L)} / P e^x)"),
    }, ("log-sum-exp", "log-affine")),
    Family("max-plus", "max-plus, tied", "$\\max_j (A_{ij} + z_j)$ with irreducible $A$; maxima attained once.", {
        "CF1 CF2": yes("thm:max-plus", see.agreement("max-plus"), note="delta is eventually periodic"),
        "CF3 CF4 CF5": yes("thm:max-plus", see.agreement("max-plus"), note="selections among $N$ paths for each unit",
            formula=r"\delta_j = \sum_{i\,:\,\pi(i) = j} \delta^{(L)}_i"),
        "CF6": yes("thm:max-plus prop:scan", see.SCAN, note="a product of max-plus matrices"),
        "CF7": yes("thm:max-plus", PROVED, note="eventually periodic; the transient is found by trying"),
        "law": unsettled("not treated here"),
        "best": yes("thm:max-plus", see.agreement("max-plus"), formula=r"A^{\otimes (k+c)} = c\lambda + A^{\otimes k}",
            short="exact"),
    }, ("max-plus",)),
    Family("relu-tied", "ReLU, tied", "one layer, any weights and biases, all inputs.", {
        "CF1 CF2": no("prop:sawtooth thm:undecidable", see.PIECES, see.MACHINE, see.MACHINES,
            note="delta of the sawtooth is $2^n$ with the binary digits of the input as signs, a recurrence only if these are "
            "periodic; and no algorithm finds a recurrence at integer inputs"),
        "CF3": no("thm:pieces prop:sawtooth", see.SAWTOOTH, see.PIECES,
            note="with affine operations and comparisons: the sawtooth takes $n$"),
        "CF4 CF5": moot("their formulas are analytic; on one region delta is constant, across regions it jumps",
            "thm:relu-region"),
        "CF6": no("prop:rule-110 cor:p-complete-tied", see.AUTOMATON, note="unless P = NC, already for one layer"),
        "CF7": no("thm:undecidable", see.MACHINE, see.MACHINES, note="already for one layer"),
        "law": _GIVEN,
        "best": yes("thm:relu-region", PROVED, formula=r"D_1 W^\top \cdots D_{L-1} W^\top \delta^{(L)}", short="region",
            note="exact on the region of the input"),
    }),
    Family("relu-untied", "ReLU, untied", "any weights and biases, all inputs.", {
        "CF1 CF2": no("prop:fast-growth thm:undecidable", see.MACHINE, note="contains positive numbers, multiplied"),
        "CF3": no("thm:pieces thm:counting", see.SAWTOOTH, see.COUNTED,
            note="with affine operations and comparisons; nor with few constants"),
        "CF4 CF5": moot("their formulas are analytic; on one region delta is constant, across regions it jumps",
            "thm:relu-region"),
        "CF6": no("thm:p-complete", see.CIRCUIT, see.CIRCUITS, note="unless P = NC"),
        "CF7": no("thm:undecidable", see.MACHINE, see.MACHINES, note="contains tied layers"),
        "law": yes("thm:homogeneous-gradient thm:log-variance", see.RELU_LAW, note="any widths, no bias",
            formula=r"\|\delta^{(1)}\|^2 = \|\delta^{(L)}\|^2 \prod_l S_l"),
        "best": yes("thm:relu-region thm:homogeneous-gradient", see.RELU_LAW, short="region",
            note="exact on the region of the input, or in law"),
    }),
    Family("quadratic", "quadratic, generic",
        "$\\alpha z^2 + \\beta z + \\gamma$, one neuron, tied, not of the next two rows.", {
        "CF1 CF2": no("thm:rational-orbits thm:not-p-recursive prop:fast-growth", see.rational_orbits("3*z*(1-z)",
            "7/2*z*(1-z)", "z^2+1", "z^2-1"),
            note="rational layers at rational inputs with an infinite orbit; orbits that escape or are attracted"),
        "CF3": no("thm:degree", see.DEGREE, see.DEGREES, note="every layer: degree $2^n - 1$"),
        "CF4": no("cor:pfaffian-size thm:horseshoe", see.HORSESHOE,
            note="layers with a horseshoe, such as $\\frac{39}{10} z(1-z)$"),
        "CF5": moot("polynomials have order $0$ and are free in CF5; the Koenigs function has no order", "def:program",
            see.KOENIGS_QUADRATIC, cited("ritt1926", "beckerbergweiler1995")),
        "CF6": unsettled("exact values at rational inputs have about $2^n$ digits", "thm:rational-orbits"),
        "CF7": yes("thm:rational-orbits", see.rational_orbits("3*z*(1-z)", "7/2*z*(1-z)", "z^2+1", "z^2-1"),
            note="rational numbers: once the height is large, the critical point is out of reach"),
        "law": _ONE,
        "best": yes("thm:amplitude", see.AMPLITUDE, short="amplitude", note="near an attracting fixed point"),
    }),
    Family("chebyshev", "Chebyshev, $4z(1-z)$", "$T_d$ and its conjugates $4z(1-z)$, $-2z(1-z)$, $z^2 - 2$; one neuron.", {
        "CF1 CF2": no("prop:solvable-orbits thm:rational-orbits", see.HEIGHTS, see.rational_orbits("4*z*(1-z)"),
            note="tied, every real input with an infinite orbit"),
        "CF3": no("thm:degree", see.DEGREES, note="every layer of degree two: degree $2^n - 1$"),
        "CF4": no("cor:pfaffian-size thm:horseshoe", see.horseshoe("logistic", "4"),
            note="layers with a horseshoe, such as $4z(1-z)$"),
        "CF5": yes("thm:chebyshev", see.agreement("chebyshev", "dickson", "logistic-4", "logistic-minus-2"),
            formula=r"D \sin(D \theta) / \sin\theta, \; x = \cos\theta, \; D = d^n"),
        "CF6": yes("thm:chebyshev", see.agreement("chebyshev", "logistic-4"),
            note="$p$ bits from $n \\log_2 d + p$ bits of $\\theta$"),
        "CF7": yes("thm:chebyshev", PROVED,
            note="zero only if $e^{i\\theta}$ is a root of unity; for rational $x$ its order is at most $6$"),
        "law": _ONE,
        "best": yes("thm:chebyshev", see.agreement("chebyshev", "logistic-4"), formula=r"D \sin(D \theta) / \sin\theta",
            short="exact"),
    }, ("chebyshev", "dickson", "logistic-4", "logistic-minus-2")),
    Family("power", "powers, $2z(1-z)$", "$c z^k$ on $z > 0$ and conjugates such as $2z(1-z)$; one neuron.", {
        "CF1 CF2": no("prop:fast-growth thm:rational-orbits", see.rational_orbits("2*z*(1-z)"), note="tied, $k \\ge 2$"),
        "CF3": no("thm:degree", see.DEGREES, note="tied, $k = 2$: degree $2^n - 1$"),
        "CF4 CF5": yes("thm:power-map", see.agreement("power-map", "logistic-2"), formula="K C x^{K-1}",
            note="a real power; $K = k^n$ is a constant"),
        "CF6": yes("thm:power-map", see.agreement("power-map", "logistic-2"), note="$p$ bits of $\\exp(K \\log x)$"),
        "CF7": yes("thm:power-map", see.agreement("power-map", "logistic-2"), note="never zero"),
        "law": _ONE,
        "best": yes("thm:power-map", see.agreement("power-map", "logistic-2"), formula="K C x^{K-1}", short="exact"),
    }, ("power-map", "logistic-2")),
    Family("tanh-neuron", "tanh, sigmoid: one neuron, tied",
        "$w f(z) + b$ with $w \\ne 0$, $f$ = tanh or the logistic sigmoid.", {
        "CF1 CF2": no("cor:tanh-orbits", see.POINCARE, see.attracting("tanh(z)/2", "tanh(z)", "1/(1+exp(-z))-1/2"),
            note="every $w > 0$ and $b$, every input that is no fixed point"),
        "CF3 CF4 CF5": no("thm:order prop:program-order", see.ORDER_TANH, see.SCALAR_ORDERS,
            note="every $w$ and $b$: $n$ evaluations of functions of order $1$, as the recursion"),
        "CF6": unsettled(_SMOOTH),
        "CF7": yes("thm:ordered-product", PROVED, note=_NEVER),
        "law": _ONE,
        "best": yes("thm:amplitude thm:abel-asymptotics thm:surrogate-depth", see.AMPLITUDE, see.CRITICAL, short="amplitude",
            note="near an attracting fixed point; at multiplier $1$ Abel's asymptotics, or a solvable surrogate"),
    }),
    Family("tanh-tied", "tanh, sigmoid: width $N$, tied", "$W f(z) + b$.", {
        "CF1 CF2": no("cor:tanh-orbits", see.POINCARE, note="contains one neuron"),
        "CF3 CF4 CF5": no("thm:order thm:order-rational prop:tanh-horseshoe", see.ORDER_WIDE, see.WIDE_ORDERS,
            see.horseshoe("tanh"),
            note="rows independent over the rationals: one evaluation a neuron; CF4 also where there is a horseshoe"),
        "CF6 CF7": unsettled(_SMOOTH),
        "law": _GIVEN,
        "best": yes("thm:amplitude-vector thm:carleman", see.AMPLITUDE, short="amplitude",
            note="near an attracting fixed point"),
    }),
    Family("tanh-untied", "tanh, sigmoid: untied", "$W^{(l)} f(z) + b^{(l)}$.", {
        "CF1 CF2": no("cor:tanh-orbits", see.POINCARE, note="contains equal layers of one neuron"),
        "CF3 CF4 CF5": no("thm:order prop:riccati-constants", see.WIDE_ORDERS, see.CONSTANTS,
            note="almost all weights: one evaluation a neuron, and as many constants as parameters"),
        "CF6 CF7": unsettled(_SMOOTH),
        "law": yes("prop:mean-field thm:first-correction thm:log-variance", see.MEAN_FIELD, formula=r"\prod_l \chi_l",
            note=_CORRECTION),
        "best": yes("prop:surrogates thm:perturbed-activation", see.SURROGATE, short="surrogate",
            note="no bias and small inputs; otherwise the mean field, in law"),
    }),
    Family("gates", "GELU, SiLU, erf, arctan", "one neuron, or any width with the hypotheses of the theorem; tied or untied.", {
        "CF1 CF2": no("thm:not-p-recursive thm:critical-orbits", see.attracting("z/(1+exp(-z))", "atan(z)/2", "atan(z)"),
            note=f"{_ATTRACTED}, or one of multiplier $1$ and iterative residue not $0$"),
        "CF3 CF4 CF5": no("thm:order-gates prop:order-wide", see.ORDER_GELU, see.GATE_ORDERS,
            note="order $n$ (SiLU), $n - 1$ (arctan), $2n - 1$ (erf), $2n$ (GELU) for delta of one neuron a layer"),
        "CF6": unsettled(_SMOOTH),
        "CF7": unsettled("erf and arctan, one neuron: never zero; slopes of GELU and SiLU vanish", "thm:ordered-product"),
        "law": yes("prop:mean-field prop:kernels", PROVED, note="untied, wide; the kernels of erf and GELU are closed",
            formula=r"\prod_l \chi_l"),
        "best": yes("thm:amplitude thm:amplitude-vector", see.AMPLITUDE, short="amplitude",
            note="tied, near an attracting fixed point"),
    }),
    Family("softplus-one", "softplus, weight $1$", "$\\log(1 + e^z)$, one neuron, tied, no bias.", {
        "CF1": no("thm:log-affine", PROVED, note="delta decays like $1/n$, which no sum of $p(n) \\lambda^n$ does"),
        "CF2": yes("prop:solvable-orbits", PROVED, formula=r"(n + 1 + e^x)\, \delta_{n+1} = (n + e^x)\, \delta_n"),
        "CF3": no("thm:log-affine def:order", PROVED, note="$e^x$ has order $1$, algebraic functions have order $0$"),
        "CF4 CF5": yes("thm:log-affine", see.agreement("log-affine"), formula="e^x / (n + e^x)"),
        "CF6": yes("thm:log-affine", see.agreement("log-affine"), formula="e^x / (n + e^x)"),
        "CF7": yes("thm:log-affine", see.agreement("log-affine"), note="never zero"),
        "law": _ONE,
        "best": yes("thm:log-affine", see.agreement("log-affine"), formula="e^x / (n + e^x)", short="exact"),
    }, ("log-affine",)),
    Family("softplus", "softplus, irrational weight",
        "$w \\log(1 + e^z) + b$, one neuron, tied; rational $w \\ne 1$ is open.", {
        "CF1 CF2": no("thm:not-p-recursive", PROVED, note=_ATTRACTED),
        "CF3 CF4 CF5": no("thm:order-gates prop:order-wide", see.SOFTPLUS_ORDERS, note="delta has order $n$"),
        "CF6": unsettled(_SMOOTH),
        "CF7": yes("thm:ordered-product", PROVED, note=_NEVER),
        "law": _ONE,
        "best": yes("thm:amplitude", see.AMPLITUDE, short="amplitude", note="near an attracting fixed point"),
    }),
    Family("random-wide", "random, infinite width",
        "untied, independent Gaussian weights, Lipschitz $f$, widths to infinity.", {
        "CF1 CF2 CF3 CF4 CF5 CF6 CF7": moot(_SAMPLE),
        "law": yes("prop:mean-field thm:first-correction thm:log-variance", see.MEAN_FIELD, note=_CORRECTION,
            formula=r"E \|\delta^{(l)}\|^2 \to \chi_l \cdots \chi_{L-1}"),
        "best": yes("prop:mean-field prop:variance-solvable prop:kernels", see.MEAN_FIELD, formula=r"\chi^n",
            short="mean field",
            note="at the fixed point of the variance map; on the way to it, its iterates are the same question again"),
    }),
)
# fmt: on


#: The rows by their keys.
ATLAS: Mapping[str, Family] = {family.key: family for family in _FAMILIES}
