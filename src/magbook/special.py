"""Complete elliptic integrals, in forms that keep their digits.

All but `cel` rest on one iteration, `pair_of_squares`. Where the two parts of an integrand
cancel, one step of Landen's transformation done by hand, with its differences worked out in
algebra, leaves only sums of like sign.

Loops have a fixed length and no branch, so that the compiler does several places side by side.

Conventions: the parameter is m = k²; mc = 1 - m is its complement, an argument of its
own where it would lose digits as a difference.
"""

from math import atan, atanh, inf, log, pi, sqrt

from magbook.elementwise import (
    AtMostOne,
    Count,
    NonNegative,
    NonZero,
    Positive,
    Real,
    elementwise,
    part,
)

#: Steps after which Bulirsch's iteration has converged wherever it starts: each halves the
#: logarithm of kc/m, which is never above 745.
STEPS = 13

#: For `pair_of_squares`: below the first number, times the second, a half of whose logarithm is the
#: third. Whatever there is ends above 2^-74, and nothing is taken above 2^-58.
_RUNGS = tuple(
    (2.0**-below, 2.0 ** (below - 58), (below - 58) * 0.34657359027997264)
    for below in (541, 300, 179, 119, 89, 74)
)


#: Of y/x, from which on `pair_of_close_squares` has its digits.
CLOSE = 2.0**-16


@part
def _after_steps(steps: int, x: float, y: float) -> tuple[float, float]:
    r"""The integrals of `pair_of_squares`, where after so many steps y/x > 0.94.

    The arithmetic–geometric mean of the *squares* x and y takes one root a step: Landen's
    transformation leads to (x + y + 2p, 4p), p² = xy, and the weights (a, b) of cos² and sin² to
    (a + b, 2(x + p) b/x' + 2(y + p) a/x'); Q holds the denominators back. In the end the
    integrand's series about the mean of x and y needs few terms.
    """
    a, b, Q, twofold = 1.0, 0.0, 1.0, 2.0
    for _ in range(steps):
        p = sqrt(x * y)
        u, v = x + p, y + p
        x, y = u + v, 4.0 * p
        a, b = (a + b) * x, 2.0 * (u * b + v * a)
        Q *= x
        twofold *= 2.0
    total = x + y
    inverse = 1.0 / (total * Q)
    d = (x - y) * (inverse * Q)
    dd = d * d
    even = 1.0 + dd * (3 / 16 + dd * (105 / 1024 + dd * (1155 / 16384 + dd * (225225 / 4194304))))
    odd = d * (1 / 4 + dd * (15 / 128 + dd * (315 / 4096 + dd * (15015 / 262144))))
    scale = 0.25 * pi * sqrt(2.0 * (inverse * Q)) * (inverse * total)
    B = scale * ((a + b) * even + (b - a) * odd)
    return B, scale * (twofold * Q) * even - B


@part
def pair_of_close_squares(x: float, y: float) -> tuple[float, float]:
    """`pair_of_squares` for CLOSE ≤ y/x ≤ 1, at half the price."""
    return _after_steps(3, x, y)


@part
def pair_of_squares(x: float, y: float) -> tuple[float, float]:
    r"""The integrals :math:`\mathsf B, \mathsf D = \int_0^{\pi/2}(\cos^2\psi, \sin^2\psi)
    (x\cos^2\psi + y\sin^2\psi)^{-1/2}d\psi` for 0 < y ≤ x, x between 1e-3 and 1e3, each to a
    few ulp.

    Five steps do from y/x = 2^-74 on. Below 2^-58, B is 1/√x and D is (ln 4√(x/y) - 1)/√x to all
    digits: there y is multiplied first, and the logarithm added at the end.
    """
    y = max(y, 5e-324)
    logarithm = 0.0
    for below, factor, half in _RUNGS:
        if y < below:
            y *= factor
            logarithm += half
    B, D = _after_steps(5, x, y)
    return B, D + logarithm * B


@part
def pair(kc2: float) -> tuple[float, float]:
    """`complete_pair` of any kc² > 0."""
    turned = kc2 > 1.0  # sine and cosine exchanged
    less = 1.0 / kc2 if turned else kc2
    B, D = pair_of_squares(1.0, less)
    scale = sqrt(less) if turned else 1.0
    return (scale * D, scale * B) if turned else (B, D)


_MODERATE = "must lie between 1e-50 and 1e50"
_WEIGHT = "must not exceed 1e50 in size"


@elementwise(
    kc=(lambda kc: (kc >= 1e-50) & (kc <= 1e50), _MODERATE),
    m=(lambda m: (m >= 1e-50) & (m <= 1e50), _MODERATE),
    p=(lambda p: (p >= 1e-50) & (p <= 1e50), _MODERATE),
    a=(lambda a: abs(a) <= 1e50, _WEIGHT),
    b=(lambda b: abs(b) <= 1e50, _WEIGHT),
)
def cel_from(kc: Positive, m: Positive, p: Positive, a: Real, b: Real) -> Real:
    """Bulirsch's iteration for `cel`, entered at any of its steps.

    Parameters
    ----------
    kc, m, p, a, b : array_like
        The iteration's state. `cel(kc, p, a, b)` enters at
        (kc, 1, √p, a, b/√p), and one step leads to
        (2√kc, 1 + kc, √p + kc/√p, a + b/p, 2(b/√p + a kc/√p)). The first three from 1e-50 to
        1e50, the weights a and b up to 1e50.

    Returns
    -------
    ndarray or float
        The integral. Accuracy: 2e-15 where a and b have one sign, so that nothing is subtracted.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    Notes
    -----
    R. Bulirsch, Numer. Math. 13, 305 (1969). m and kc run to a common limit, twofold as
    many digits agreeing after each step; the last step doubles them.
    """
    for _ in range(STEPS):
        inverse = 1.0 / p
        e = kc * m
        g = e * inverse
        a, b = a + b * inverse, 2.0 * (b + a * g)
        p += g
        kc, m = 2.0 * sqrt(e), m + kc
    return 0.5 * pi * (b + a * m) / (m * (m + p))


@elementwise(kc=(lambda kc: (kc >= 1e-150) & (kc <= 1e150), "must lie between 1e-150 and 1e150"))
def complete_pair(kc: Positive) -> tuple[Real, Real]:
    r"""The integrals :math:`\mathsf B, \mathsf D = \int_0^{\pi/2}(\cos^2\psi, \sin^2\psi)
    (\cos^2\psi + k_c^2\sin^2\psi)^{-1/2}d\psi` in one iteration.

    Parameters
    ----------
    kc : array_like
        Complementary modulus, from 1e-150 to 1e150.

    Returns
    -------
    B, D : ndarray or float
        Accuracy: 2e-15 of each.

    Raises
    ------
    ValueError
        If kc is out of its range.
    """
    return pair(kc * kc)


@elementwise(
    kc=(
        lambda kc: (kc == 0) | (abs(kc) >= 1e-150) & (abs(kc) <= 1e150),
        "must be zero or lie between 1e-150 and 1e150 in size",
    ),
    p=(
        lambda p: (abs(p) >= 1e-150) & (abs(p) <= 1e150),
        "must lie between 1e-150 and 1e150 in size",
    ),
)
def cel(kc: Real, p: NonZero, a: Real, b: Real) -> Real:
    r"""Bulirsch's complete elliptic integral,

    .. math::
        \int_0^{\pi/2} \frac{a\cos^2\psi + b\sin^2\psi}{\cos^2\psi + p\sin^2\psi}
        \frac{d\psi}{\sqrt{\cos^2\psi + k_c^2\sin^2\psi}}.

    Parameters
    ----------
    kc : array_like
        Complementary modulus, 0 or from 1e-150 to 1e150; its sign does not matter. At
        kc = 0 the integral is infinite unless b = 0.
    p : array_like
        From 1e-150 to 1e150, or negative: for p < 0 the Cauchy principal value is returned.
    a, b : array_like
        Weights.

    Returns
    -------
    ndarray or float
        Accuracy: 2e-15 for p > 0 and a, b of one sign. Where a and b, or the principal value's
        two sides, cancel, of the parts.

    Raises
    ------
    ValueError
        If p or kc is out of its range, or an argument is not finite.

    Notes
    -----
    R. Bulirsch, Numer. Math. 7, 78 (1965) and 13, 305 (1969); DLMF 19.2.11.

    Examples
    --------
    >>> from magbook.special import cel, ellipk
    >>> print(abs(cel(0.6, 1.0, 1.0, 1.0) - ellipk(0.64)) < 1e-15)
    True
    """
    kc = abs(kc)
    if kc == 0.0:
        if b != 0.0:
            return inf if b * p > 0.0 else -inf
        # a ∫ ds / (1 - x²s²), 0 < s < 1, or its principal value, with x² = 1 - p
        if p < 0.5:
            x = sqrt(1.0 - p)
            return a * log((1.0 + x) / sqrt(abs(p))) / x  # atanh x or its like, safe for p → 0
        if p < 1.0:
            return a * atanh(sqrt(1.0 - p)) / sqrt(1.0 - p)
        if p > 1.0:
            return a * atan(sqrt(p - 1.0)) / sqrt(p - 1.0)
        return a
    size = max(abs(a), abs(b))
    if size == 0.0:
        return 0.0
    a, b = a / size, b / size
    if p > 0.0:
        root = sqrt(p)
    else:
        # Bulirsch's map of a negative p to a positive one with the same principal value
        root = sqrt((kc * kc - p) / (1.0 - p))
        rest = (1.0 - kc) / (1.0 - p) * ((1.0 + kc) / (1.0 - p) * ((b - a * p) / root))
        a = (a - b) / (1.0 - p)
        b = (a * root - rest) * root
    # the iteration's kc and m at most 1
    scale = max(kc, 1.0)
    return size / scale * cel_from(kc / scale, 1.0 / scale, root / scale, a, b / root / scale)


@elementwise()
def ellipk(m: AtMostOne) -> Real:
    r"""Complete elliptic integral of the first kind,
    :math:`K(m) = \int_0^{\pi/2} (1 - m\sin^2\psi)^{-1/2}\,d\psi`.

    Parameters
    ----------
    m : array_like
        Parameter m = k² ≤ 1, negative values included; K(1) = ∞.

    Returns
    -------
    ndarray or float
        Accuracy: 2e-15.

    Raises
    ------
    ValueError
        If m > 1 or m is not finite.

    Notes
    -----
    The arithmetic–geometric mean, DLMF 19.8.5.

    Examples
    --------
    >>> from magbook.special import ellipk
    >>> print(f"{ellipk(0.5):.12f}")
    1.854074677301
    """
    if m == 1.0:
        return inf
    B, D = pair(1.0 - m)
    return B + D


@elementwise()
def ellipe(m: AtMostOne) -> Real:
    r"""Complete elliptic integral of the second kind,
    :math:`E(m) = \int_0^{\pi/2} (1 - m\sin^2\psi)^{1/2}\,d\psi`.

    Parameters
    ----------
    m : array_like
        Parameter m = k² ≤ 1, negative values included; E(1) = 1.

    Returns
    -------
    ndarray or float
        Accuracy: 2e-15.

    Raises
    ------
    ValueError
        If m > 1 or m is not finite.

    Notes
    -----
    E = B + kc²D, both positive: see `complete_pair`.

    Examples
    --------
    >>> from magbook.special import ellipe
    >>> print(f"{ellipe(0.5):.12f}")
    1.350643881048
    """
    if m == 1.0:
        return 1.0
    mc = 1.0 - m
    turned = mc > 1.0  # sine and cosine exchanged
    less = 1.0 / mc if turned else mc
    B, D = pair_of_squares(1.0, less)
    return (B + less * D) * (sqrt(mc) if turned else 1.0)


@elementwise(n=(lambda n: abs(n) <= 1000, "must lie between -1000 and 1000"))
def elliptic_moment(n: Count, m: AtMostOne) -> Real:
    r"""Powers of Legendre's radical,
    :math:`\pi_n(m) = \int_0^{\pi/2} (1 - m\sin^2\psi)^{-n/2}\,d\psi`.

    Parameters
    ----------
    n : array_like of int
        From -1000 to 1000: π₁ = K, π₋₁ = E, π₀ = π/2.
    m : array_like
        Parameter m = k² ≤ 1, negative values included.

    Returns
    -------
    ndarray or float
        Accuracy: 1e-13 for \|n\| ≤ 51, 1e-11 at the ends; infinite for m = 1, n > 0.

    Raises
    ------
    ValueError
        If n is not a whole number or out of its range, m > 1 or m is not finite.

    Notes
    -----
    π_n is (π/2)(1-m)^(-n/4) P_{n/2-1}((1 - m/2)/√(1-m)), so that Legendre's recurrence

    .. math:: n(1-m)\,\pi_{n+2} = (n-1)(2-m)\,\pi_n - (n-2)\,\pi_{n-2}

    is stable upwards; for negative n it runs through (1-m)^((1-n)/2) π_{2-n}, which is π_n.

    Examples
    --------
    >>> from magbook.special import elliptic_moment, ellipe
    >>> print(elliptic_moment(3, 0.75) - ellipe(0.75) / 0.25)
    0.0
    """
    mc = 1.0 - m
    if mc == 0.0:
        if n > 0:
            return inf
        # Wallis: the integral of cos^(-n)
        value = 0.5 * pi if n % 2 == 0 else 1.0
        for j in range(-n, 1, -2):
            value *= (j - 1.0) / j
        return value
    if n > 0:
        if n % 2 == 0:
            before, value, j = 0.0, 0.5 * pi / sqrt(mc), 2
        else:
            before, value, j = ellipe(m), ellipk(m), 1
        while j < n and value < inf:
            grown = (2.0 - m) * value * ((j - 1.0) / j) - before * ((j - 2.0) / j)
            before, value = value, grown / mc
            j += 2
        return value
    # the reflected moments, which stay finite as m → 1
    if n % 2 == 0:
        before, value, j = 0.0, 0.5 * pi, 2
    else:
        before, value, j = ellipk(m), ellipe(m), 3
    while j < 2 - n and value < inf:
        grown = (2.0 - m) * value * ((j - 1.0) / j) - mc * before * ((j - 2.0) / j)
        before, value = value, grown
        j += 2
    return value


@elementwise(mc=(lambda m, mc: abs(m + mc - 1.0) <= 1e-15, "must be 1 - m"))
def elliptic_cosine_moment(m: NonNegative, mc: Positive) -> Real:
    r"""The integral by which a ring differs from a point,
    :math:`\int_0^{\pi/2} \frac{-\cos 2\psi\,d\psi}{(1 - m\sin^2\psi)^{3/2}}`.

    Parameters
    ----------
    m, mc : array_like
        Parameter m = k² in [0, 1) and its complement 1 - m, each with all its digits.

    Returns
    -------
    ndarray or float
        (1 + 1/(1-m)) E/m - 2K/m, positive; 3πm/16 as m → 0. Accuracy: 2e-15.

    Raises
    ------
    ValueError
        If m is negative, mc is not positive, or they do not add to 1.

    Notes
    -----
    With K and E the terms cancel to order m². Here -cos 2ψ = sin²ψ - cos²ψ enters
    Bulirsch's iteration as (a, b) = (-1, 1); the first step, done in algebra, turns them
    into (m/mc, 2m/(kc(1 + kc))), and no difference is left.
    """
    kc = sqrt(mc)
    far = (1.0 + kc) * (1.0 + kc)
    B, D = pair_of_squares(far, 4.0 * kc)
    return m / kc * (B / kc + 2.0 / far * D)


@part
def quarter_from(m: float, kc: float) -> tuple[float, float]:
    """K, and kc² times `elliptic_cosine_moment`, which stays finite: of these F = P_{-1/4}(cos t)
    and dF/dt are made, with kc = tan((π - t)/4), m = 1 - kc² and q = √((1 + kc²)/2)/π: 2q times
    the first, q/2kc times the second."""
    far = (1.0 + kc) * (1.0 + kc)
    B, D = pair_of_squares(far, 4.0 * kc)
    return 2.0 * (B + D), m * (B + 2.0 * kc / far * D)


@elementwise(hc=(lambda h, hc: abs(h + hc - 1.0) <= 1e-15, "must be 1 - h"))
def legendre_quarter(h: NonNegative, hc: Positive) -> tuple[Real, Real]:
    r"""The Legendre function :math:`F = P_{-1/4}(\cos t)` and dF/dh, h = sin(t/2).

    Parameters
    ----------
    h, hc : array_like
        h = sin(t/2) in [0, 1) and its complement 1 - h, each with all its digits.

    Returns
    -------
    F, dF_dh : ndarray or float
        Accuracy: 2e-15. dF/dt = (dF/dh) cos(t/2)/2.

    Raises
    ------
    ValueError
        If h is negative, hc is not positive, or they do not add to 1.

    Notes
    -----
    :math:`F = {}_2F_1(\tfrac14, \tfrac34; 1; h^2)
    = \frac2\pi\int_0^{\pi/2}\frac{d\psi}{\sqrt{1 + h\cos 2\psi}}`,
    a complete elliptic integral of parameter 2h/(1 + h).
    """
    mc = hc / (1.0 + h)
    K, moment = quarter_from(2.0 * h / (1.0 + h), sqrt(mc))
    scale = 1.0 / (pi * sqrt(1.0 + h))
    return 2.0 * scale * K, scale / hc * moment


@part
def exact_square(x: float) -> tuple[float, float]:
    """x² rounded, and what the rounding took: Veltkamp's splitting (T. J. Dekker, Numer.
    Math. 18, 224 (1971))."""
    t = 134217729.0 * x
    head = t - (t - x)
    tail = x - head
    return x * x, ((head * head - x * x) + 2.0 * head * tail) + tail * tail
