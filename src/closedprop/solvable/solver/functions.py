"""Jacobi's elliptic functions as SymPy functions of the argument u and the parameter m."""

import mpmath
import sympy as sp


class _Jacobi(sp.Function):
    nargs = 2
    kind: str

    def _eval_evalf(self, prec):
        u, m = (argument._eval_evalf(prec) for argument in self.args)
        if not (u.is_number and m.is_number):
            return None
        with mpmath.workprec(prec + 30):
            value = mpmath.ellipfun(self.kind, u._to_mpmath(prec + 30), m=m._to_mpmath(prec + 30))
        return sp.Expr._from_mpmath(value, prec)


class jacobi_sn(_Jacobi):  # noqa: N801
    r"""The elliptic sine: :math:`\mathrm{sn}' = \mathrm{cn}\,\mathrm{dn}`, with parameter m (not modulus)."""

    kind = "sn"

    def fdiff(self, argindex=1):
        """Return the derivative in u."""
        u, m = self.args
        return jacobi_cn(u, m) * jacobi_dn(u, m) if argindex == 1 else sp.Derivative(self, m)


class jacobi_cn(_Jacobi):  # noqa: N801
    r"""The elliptic cosine: :math:`\mathrm{cn}' = -\mathrm{sn}\,\mathrm{dn}`."""

    kind = "cn"

    def fdiff(self, argindex=1):
        """Return the derivative in u."""
        u, m = self.args
        return -jacobi_sn(u, m) * jacobi_dn(u, m) if argindex == 1 else sp.Derivative(self, m)


class jacobi_dn(_Jacobi):  # noqa: N801
    r"""The delta amplitude: :math:`\mathrm{dn}' = -m\,\mathrm{sn}\,\mathrm{cn}`."""

    kind = "dn"

    def fdiff(self, argindex=1):
        """Return the derivative in u."""
        u, m = self.args
        return -m * jacobi_sn(u, m) * jacobi_cn(u, m) if argindex == 1 else sp.Derivative(self, m)


#: How the functions that are not SymPy's own evaluate in mpmath.
NUMERIC = {
    "jacobi_sn": lambda u, m: mpmath.ellipfun("sn", u, m=m),
    "jacobi_cn": lambda u, m: mpmath.ellipfun("cn", u, m=m),
    "jacobi_dn": lambda u, m: mpmath.ellipfun("dn", u, m=m),
    "elliptic_f": mpmath.ellipf,
}
MEANING = {
    "jacobi_sn": "jacobi_sn(u, m) = mpmath.ellipfun('sn', u, m=m)",
    "jacobi_cn": "jacobi_cn(u, m) = mpmath.ellipfun('cn', u, m=m)",
    "jacobi_dn": "jacobi_dn(u, m) = mpmath.ellipfun('dn', u, m=m)",
}
