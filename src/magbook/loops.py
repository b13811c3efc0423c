"""Circular current loops: field, the torque between concentric loops, pairs of loops.

A loop of radius a carries the current I counterclockwise about its normal n. Lengths in
m, currents in A, angles in rad.
"""

from math import cos, inf, log, nan, pi, sin, sqrt

from magbook.constants import MU_0
from magbook.elementwise import (
    Count,
    Direction,
    NonNegative,
    Positive,
    Real,
    Row,
    Vector,
    elementwise,
    part,
    row,
)
from magbook.special import CLOSE, pair_of_close_squares, pair_of_squares, quarter_from
from magbook.vectors import combine, hypot, unit


@part
def _place(rho: float, z: float, a: float) -> tuple[float, ...]:
    """A point beside the wire: α, its shortest distance from it, and α over β, the longest; cosine
    and sine of the angle at which α rises; and a, ρ, a - ρ, a + ρ, z over β. No square of a length
    is formed, for it could vanish or overflow. On the wire any angle will do."""
    alpha, beta = hypot(a - rho, z), hypot(a + rho, z)
    kc = alpha / beta
    cosine = (a - rho) / alpha if alpha > 0.0 else 1.0
    sine = z / alpha if alpha > 0.0 else 1.0
    return alpha, kc, cosine, sine, a / beta, rho / beta, cosine * kc, (a + rho) / beta, sine * kc


@part
def _field_away(rho: float, z: float, a: float, I: float) -> tuple[float, float, bool]:
    """`field`, and whether the wire is so near, within β/260 000, that this is not it."""
    per_size = 1.0 / max(a, rho, abs(z))
    less, more = (a - rho) * per_size, (a + rho) * per_size
    z, rho, share = z * per_size, rho * per_size, a * per_size
    alpha2, beta2 = less * less + z * z, more * more + z * z
    P = max(sqrt(alpha2 * beta2), 1e-300)
    X = alpha2 + beta2 + 2.0 * P
    B, D = pair_of_close_squares(X, 4.0 * P)
    inverse = 1.0 / (P * X)
    per_P = inverse * X
    w = 2.0 * P * (inverse * P) * D
    T = B + w
    scale = 2.0 / pi * MU_0 * (I * share) * (share * per_size) * per_P
    B_rho = scale * (2.0 * rho) * z * (per_P * T)
    return B_rho, scale * ((less * more + z * z) * per_P * T + w), 4.0 * P < CLOSE * X


#: A power of two, so that it rounds nothing, whose square and its inverse are numbers.
_CLOSER = 2.0**500


@part
def _field_anywhere(rho: float, z: float, a: float, I: float) -> tuple[float, float]:
    """`field`, also next to the wire; like `_field_away` without a branch but for the wire
    itself."""
    per_size = 1.0 / max(a, rho, abs(z))
    less, more = (a - rho) * per_size, (a + rho) * per_size
    z, rho, share = z * per_size, rho * per_size, a * per_size
    X = less * less + z * z + more * more + z * z
    # next to the wire squares would vanish
    near_less, near_z = _CLOSER * less, _CLOSER * z
    P = sqrt((near_less * near_less + near_z * near_z) * (more * more + z * z))
    if P == 0.0:
        return inf * I, inf * I
    P_less = P * (1.0 / _CLOSER)
    X += 2.0 * P_less
    B, D = pair_of_squares(X, 4.0 * P_less)
    inverse = 1.0 / (P * X)
    per_P = inverse * X
    w = 2.0 * P_less * (inverse * P) * D
    T = B + w
    scale = 2.0 / pi * MU_0 * (I * share) * (share * per_size) * (_CLOSER * per_P)
    sine, cosine = 2.0 * rho * near_z * per_P, (near_less * more + near_z * z) * per_P
    return scale * sine * T, scale * (cosine * T + w)


@elementwise(_field_away)
def field(rho: NonNegative, z: Real, a: Positive, I: Real = 1.0) -> tuple[Real, Real]:
    r"""Magnetic field of a circular loop in the plane z = 0, centred on the axis.

    Parameters
    ----------
    rho : array_like
        Distance from the axis, m, ≥ 0.
    z : array_like
        Height over the loop's plane, m.
    a : array_like
        Radius of the loop, m, > 0.
    I : array_like, optional
        Current, A.

    Returns
    -------
    B_rho, B_z : ndarray or float
        Cylindrical components, T. Accuracy: 1e-13 of each, at any size of the lengths, from the
        axis to the wire and out to 1e100 a; where B_z passes through zero outside the loop, of
        the field's magnitude.
        On the wire both are infinite, and nan where there is no current.

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Notes
    -----
    With α² = (a-ρ)² + z², β² = (a+ρ)² + z² and P = αβ,

    .. math::
        (B_\rho, B_z) = \frac{\mu_0 I}{\pi}a
            \int_0^{\pi/2}\frac{(-z\cos 2\psi,\ a + \rho\cos 2\psi)}
            {(\beta^2\cos^2\psi + \alpha^2\sin^2\psi)^{3/2}}\,d\psi.

    The textbook form in K and E (J. D. Jackson, *Classical Electrodynamics*, problem 5.10)
    loses all digits of B_ρ near the axis and of both components far away. One step of Landen's
    transformation, done in algebra, leaves

    .. math::
        (B_\rho, B_z) = \frac{2\mu_0 I}{\pi}\frac{a^2}{P}
            \bigl(T\sin\chi,\ T\cos\chi + w\bigr),\qquad
        (\cos\chi, \sin\chi) = \frac{(a^2 - \rho^2 + z^2,\ 2\rho z)}{P},

    with w = 2P 𝖣/(α + β)², T = 𝖡 + w, and 𝖡 and 𝖣 those of `special.pair_of_squares` at (α + β)²
    and 4P. So nothing cancels but where B_z has its null.

    Examples
    --------
    >>> from magbook import MU_0, loops
    >>> print(loops.field(0.0, 0.0, a=0.5)[1] / MU_0)
    1.0
    """
    B_rho, B_z, near = _field_away(rho, z, a, I)
    return _field_anywhere(rho, z, a, I) if near else (B_rho, B_z)


@elementwise()
def field_gradient(
    rho: NonNegative, z: Real, a: Positive, I: Real = 1.0
) -> tuple[Real, Real, Real]:
    r"""Derivatives of a circular loop's field, of which the others follow.

    Parameters
    ----------
    rho, z, a, I : array_like
        As in `field`.

    Returns
    -------
    B_rho_over_rho, dB_rho_dz, dB_z_dz : ndarray or float
        B_ρ/ρ, ∂B_ρ/∂z = ∂B_z/∂ρ and ∂B_z/∂z, T/m; ∂B_ρ/∂ρ is minus the sum of the first
        and the last. Accuracy: 1e-13 at any size of the lengths, from the axis to the wire and out
        to 1e70 a; where a component passes through zero off the symmetry plane, of the
        gradient's magnitude. On the wire all are inf.

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Notes
    -----
    The distance R from a point of the wire, at the azimuth φ, has
    R² = c²(1 + h² - 2h cos φ) with c = (α + β)/2, h = aρ/c² and α, β as in `field`. Partial
    integration leaves integrands of one sign, and Euler's transformation of their
    hypergeometric series sums of like sign in the integrals
    :math:`\mathsf B, \mathsf D = \int_0^{\pi/2}(\cos^2\psi, \sin^2\psi)
    (1 - h^2\sin^2\psi)^{-1/2}d\psi`. With k_c² = 1 - h² = αβ/c², for instance,

    .. math:: \frac{B_\rho}{\rho} = \frac{3\mu_0Ia^2z}{2\pi}\int_0^\pi\frac{\sin^2\phi}{R^5}d\phi
        = \frac{\mu_0 I}{\pi}\frac{a^2z}{c\,\alpha^2\beta^2}(2\mathsf B + k_c^2\mathsf D).

    Examples
    --------
    >>> from magbook import MU_0, loops
    >>> per_length, _, slope = loops.field_gradient(0.0, 0.5, a=1.0)
    >>> print(f"{slope / per_length:.12f}")  # on the axis
    -2.000000000000
    """
    alpha, kc, cosine, sine, a, rho, _, _, _ = _place(rho, z, a)
    if alpha == 0.0:
        return inf, inf, inf
    c = 0.5 * (kc + 1.0)
    h = a * rho / (c * c)
    x = h * h
    kc2 = kc / (c * c)
    B, D = pair_of_squares(1.0, kc2)
    # integrals from 0 to π, times the powers of α/β that become infinite on the wire:
    # sin²φ/R⁵, sin²φ/R⁷, (1 - cos φ)/R⁵
    S5 = (2.0 * B + kc2 * D) / (1.5 * c)
    S7 = c * (8.0 * (1.0 + x) * B + kc2 * (7.0 + x) * D) / 7.5
    V5 = c * kc * (((3.0 * h - 2.0) * h + 3.0) * B + kc2 * (3.0 - h) * D) / 1.5
    if cosine >= 0.0:
        C5 = c * c * c * ((x + 3.0) * (3.0 * x + 1.0) * B + kc2 * (5.0 * x + 3.0) * D) / 1.5
        axial = cosine * C5 + rho * V5
    else:
        axial = a * V5 + cosine * 5.0 * a * rho * S7
    scale = 1.5 / pi * MU_0 * I * (a / alpha) / alpha
    return (
        scale * a * sine * kc * S5,
        scale * a * rho * (S5 - 5.0 * sine * sine * S7),
        -scale * sine * axial,
    )


@elementwise(
    cos_theta=(lambda cos_theta: abs(cos_theta) <= 1, "must lie between -1 and 1"),
    terms=(lambda terms: terms >= 1, "must be at least 1"),
)
def radial_field_series(
    r: Positive, cos_theta: Real, a: Positive, terms: Count, I: Real = 1.0
) -> Real:
    r"""Partial sum of the multipole series for the radial field of a circular loop.

    Parameters
    ----------
    r : array_like
        Distance from the loop's centre, m, > 0.
    cos_theta : array_like
        Cosine of the angle from the loop's axis.
    a : array_like
        Radius of the loop, m.
    terms : array_like of int
        Number of terms, ≥ 1.
    I : array_like, optional
        Current, A.

    Returns
    -------
    ndarray or float
        B_r in T. Accuracy: 1e-13 of the terms' sizes, for up to 100 terms. The series converges
        for r ≠ a, like the 2n-th power of the ratio of the smaller to the larger of r and a.

    Raises
    ------
    ValueError
        If r or a is not positive, cos_theta is not that of an angle, terms is not a whole number
        from 1 to 1 000 000, or an argument is not finite.

    Notes
    -----
    Equation (5) of the document *concentric-loops*, with :math:`r_<` and :math:`r_>` the
    smaller and the larger of r and a:

    .. math::
        B_r = \frac{\mu_0 I a}{2r}\sum_{n=0}^\infty\frac{(-1)^n(2n+1)!!}{2^n n!}
        \frac{r_<^{2n+1}}{r_>^{2n+2}} P_{2n+1}(\cos\theta).

    Examples
    --------
    >>> from magbook import MU_0, loops
    >>> print(loops.radial_field_series(1e-9, 1.0, a=0.5, terms=1) / MU_0)
    1.0
    """
    lesser, greater = (r, a) if r < a else (a, r)
    ratio = lesser / greater
    q = ratio * ratio
    x = cos_theta
    weight = 1.0
    before, value = 1.0, x  # P_0, P_1
    total = x
    for n in range(1, terms):
        l = 2 * n - 1
        before, value = value, ((2 * l + 1) * x * value - l * before) / (l + 1)
        before, value = value, ((2 * l + 3) * x * value - (l + 1) * before) / (l + 2)
        weight *= -q * (2 * n + 1) / (2.0 * n)
        total += weight * value
    return 0.5 * MU_0 * (I / greater) * (1.0 if r < a else q) * total


_CONCENTRIC = (lambda a, b: b <= a, "must not exceed a, for the inner loop lies within the outer")


@part
def _half(sine: float, cosine: float) -> tuple[float, float]:
    """Two numbers, of which one is at least 1, whose ratio is the tangent of half an angle from 0
    to π."""
    return (sine, 1.0 + cosine) if cosine >= 0.0 else (1.0 - cosine, sine)


@part
def _half_tangent(sine: float, cosine: float) -> float:
    """The tangent of half an angle from 0 to π/2, whose sine and cosine are in this ratio."""
    return sine / (cosine + sqrt(sine * sine + cosine * cosine))


@part
def _turning(s: float, c: float, a: float, b: float) -> float:
    """sin α times the exact torque over that of a dipole in the field at the centre, for b ≤ a; s
    and c are sin α and |cos α|."""
    k = b / a
    size = 1.0 + k * k
    # tan(p/2) = k; near = tan((π - u)/4) and t = tan(v/4), of half angles twice halved
    cos_p, sin_p = (a - b) / a * (1.0 + k) / size, 2.0 * k / size
    sin_q = c * sin_p
    cos_q = hypot(s, c * cos_p)
    # π - u = (π/2 - p) + (π/2 - q)
    near = _half_tangent(*_half(cos_p * sin_q + sin_p * cos_q, sin_p * sin_q - cos_p * cos_q))
    near = max(near, 5e-324)  # of equal loops it may be too small to be a number
    turn = sin_p * s * (s / (cos_q + cos_p * c))  # sin(p - q)
    t = _half_tangent(turn, 1.0 + (cos_p * cos_q + sin_p * sin_q))
    K_u, slope_u = quarter_from((1.0 - near) * (1.0 + near), near)
    far = (1.0 - t) / (1.0 + t)
    K_v, slope_v = quarter_from(4.0 * t / ((1.0 + t) * (1.0 + t)), far)
    slope_v /= far
    bracket = s * K_u * K_v + s / near * slope_u * slope_v
    bracket += sin_q * (s / cos_q) * (slope_u / near * K_v - K_u * slope_v)
    return 2.0 / (pi * pi) * sqrt((1.0 + near * near) * (1.0 + far * far) / size) / size * bracket


@elementwise()
def concentric_torque(
    alpha: Real, a: Positive, b: Positive, I: Real = 1.0, I_inner: Real = 1.0
) -> Real:
    r"""Torque between two concentric loops whose planes make an angle.

    Parameters
    ----------
    alpha : array_like
        Angle by which the loop of radius b is turned about the x axis, rad.
    a, b : array_like
        Radii of the loop at rest and of the turned one, as a rule the inner, m, > 0.
    I, I_inner : array_like, optional
        Currents of the loop of radius a and of that of radius b, A.

    Returns
    -------
    ndarray or float
        N_x on the turned loop, N m; the other components vanish. Negative for α in (0, π):
        the torque aligns the moments. Accuracy: 1e-13 for every α, a and b, as the sine and
        cosine have their digits. It is nan for b = a at sin α = 0, where the wires
        coincide.

    Raises
    ------
    ValueError
        If a or b is not positive, or an argument is not finite.

    Notes
    -----
    The sum to all orders of equation (14) of the document *concentric-loops*. For b ≤ a (else
    the radii change places, for the torques are opposite), with k = b/a,
    p = 2 arctan k, sin q = cos α sin p, u, v = p ± q and F(t) = P_{-1/4}(cos t),

    .. math::
        \begin{aligned}
        \frac{N_x}{\mu_0 I I' a} = -\pi\sin\alpha\sqrt{\frac{k\sin^3 p}{8}}
        \Bigl[&\tfrac12 F(u)F(v) + 8F'(u)F'(v)\\
        &+ 2\tan q\,\bigl(F'(u)F(v) - F(u)F'(v)\bigr)\Bigr].
        \end{aligned}

    Every bracketed term is positive. The series needs 11 000 terms for 1e-12 at
    b/a = 0.999 and converges conditionally at b = a; this form costs four
    arithmetic–geometric means everywhere. Angles near their ends are built from
    differences worked out in algebra, a - b among them.

    Examples
    --------
    >>> import numpy as np
    >>> from magbook import MU_0, loops
    >>> print(f"{loops.concentric_torque(np.pi / 2, a=1.0, b=0.5) / MU_0:.12f}")
    -0.346382063291
    """
    s, c = sin(alpha), abs(cos(alpha))  # the torque is the same at π - α
    in_plane, equal = s == 0.0, a == b
    a, b = max(a, b), min(a, b)
    turning = _turning(1.0 if in_plane else s, c, a, b)
    torque = -0.5 * pi * MU_0 * I * I_inner * (b * (b / a)) * turning
    if in_plane:
        torque = nan if equal else 0.0
    return torque


@elementwise(b=_CONCENTRIC, terms=(lambda terms: terms >= 1, "must be at least 1"))
def concentric_torque_series(
    alpha: Real, a: Positive, b: Positive, terms: Count, I: Real = 1.0, I_inner: Real = 1.0
) -> Real:
    r"""Partial sum of the series for the torque between concentric loops.

    Parameters
    ----------
    alpha, a, b, I, I_inner : array_like
        As in `concentric_torque`.
    terms : array_like of int
        Number of terms, ≥ 1; one term is m × B at the centre.

    Returns
    -------
    ndarray or float
        N_x on the inner loop, N m. Accuracy: 1e-12 of the terms' sizes, for up to 100 terms.

    Raises
    ------
    ValueError
        If a or b is not positive, b > a, terms is not a whole number from 1 to 1 000 000, or an
        argument is not finite.

    Notes
    -----
    Equation (14) of the document *concentric-loops*,

    .. math::
        N_x = \frac{\mu_0 I I'\pi b^2}{2a}\sum_{n=0}^\infty\frac{n+1}{2n+1}
        \left[\frac{\Gamma(n+\frac32)}{\Gamma(n+2)\Gamma(\frac32)}\right]^2
        \left(\frac ba\right)^{2n} P^1_{2n+1}(\cos\alpha),

    with the Condon–Shortley phase, P¹_l(cos α) = -sin α P_l'(cos α). The coefficients
    follow from their ratio, the derivatives P_l' from Legendre's recurrence, stable for
    every α.

    Examples
    --------
    >>> from magbook import loops
    >>> exact = loops.concentric_torque(1.0, a=1.0, b=0.5)
    >>> series = loops.concentric_torque_series(1.0, 1.0, 0.5, terms=8)
    >>> print(f"{series / exact - 1:.0e}")
    4e-06
    """
    x = cos(alpha)
    k2 = (b / a) * (b / a)
    weight, before, slope = 1.0, 0.0, 1.0
    total = 1.0
    for n in range(terms - 1):
        weight, before, slope = next_series_term(n, x, k2, weight, before, slope)
        total += weight * slope
    return -0.5 * pi * MU_0 * I * I_inner * (b * (b / a)) * sin(alpha) * total


@elementwise(n=(lambda n: n >= 0, "must not be negative"))
def next_series_term(
    n: Count, x: Real, k2: Real, weight: Real, before: Real, slope: Real
) -> tuple[Real, Real, Real]:
    """From term n of the torque's series to the next.

    Parameters
    ----------
    n : array_like of int
        Index of the term at hand.
    x, k2 : array_like
        cos α and (b/a)².
    weight, before, slope : array_like
        State at n: the coefficient's magnitude, P'_{2n}(x) and P'_{2n+1}(x); the term is
        weight × slope in units of -(π/2) μ0 I I' (b²/a) sin α. It starts as 1, 0, 1.

    Returns
    -------
    weight, before, slope : ndarray or float
        State at n + 1. Accuracy: 1e-15 of the terms' sizes.
    """
    l = 2 * n + 1
    before, slope = slope, ((2 * l + 1) * x * slope - (l + 1) * before) / l
    before, slope = slope, ((2 * l + 3) * x * slope - (l + 2) * before) / (l + 1)
    return weight * k2 * l * (l + 2) / (4.0 * (n + 1) * (n + 2)), before, slope


@elementwise(
    b=_CONCENTRIC, tolerance=(lambda tolerance: tolerance >= 1e-13, "must be at least 1e-13")
)
def concentric_series_terms(
    alpha: Real, a: Positive, b: Positive, tolerance: Positive, most: Count
) -> Real:
    """Number of terms that the torque's series needs.

    Parameters
    ----------
    alpha, a, b : array_like
        As in `concentric_torque`.
    tolerance : array_like
        Relative error asked for, at least 1e-13: rounding sets a limit.
    most : array_like of int
        Number of terms at which to give up, 1 000 000 at most.

    Returns
    -------
    ndarray or float
        The smallest number of terms from which on every partial sum lies within the
        tolerance of the exact torque; inf if that is not sure before ``most`` terms, as
        always at b = a. Accuracy: 1e-13 of the torque, by which a partial sum may be on the wrong
        side of the tolerance.

    Raises
    ------
    ValueError
        If a or b is not positive, b > a, the tolerance is too small, or an argument is not
        finite.

    Notes
    -----
    Every partial sum is compared. The search ends when even terms of the greatest possible
    size, \\|P_l'\\| ≤ l(l+1)/2, could no longer lead out of the tolerance.

    Examples
    --------
    >>> from magbook import loops
    >>> print(loops.concentric_series_terms(1.0, 1.0, 0.5, 1e-12, most=1000))
    19.0
    """
    k2 = (b / a) * (b / a)
    s = sin(alpha)
    if b == a:
        return inf
    if s == 0.0:
        return 1.0
    x = cos(alpha)
    target = _turning(s, abs(x), a, b) / s
    bound = tolerance * target
    weight, before, slope = 1.0, 0.0, 1.0
    total = 1.0
    needed = 1
    for n in range(most):
        if abs(total - target) > bound:
            needed = n + 2
        elif weight * (2 * n + 3) * (2 * n + 4) < bound * (1.0 - k2):
            return float(needed)
        weight, before, slope = next_series_term(n, x, k2, weight, before, slope)
        total += weight * slope
    return inf


@elementwise()
def field_at(x: Vector, n: Direction, a: Positive, I: Real = 1.0) -> Vector:
    """Magnetic field of a loop of any orientation, in Cartesian components.

    Parameters
    ----------
    x : array_like, shape (..., 3)
        Point of observation seen from the loop's centre, m.
    n : array_like, shape (..., 3)
        Normal of the loop, of any length but zero.
    a : array_like
        Radius of the loop, m.
    I : array_like, optional
        Current, A.

    Returns
    -------
    ndarray, shape (..., 3)
        B in T. Accuracy: 1e-13 of \\|B\\|. Where the loop is turned the place is rounded, and next
        to the wire this adds 1e-16 of \\|x\\| over its distance from the wire.

    Raises
    ------
    ValueError
        If a ≤ 0, n is zero, or an argument is not finite.

    Examples
    --------
    >>> from magbook import MU_0, loops
    >>> print(loops.field_at([0, 0, 0], [0, 3, 0], a=0.5) / MU_0)
    [0. 1. 0.]
    """
    rho, z, (ex, ey, ez), (nx, ny, nz) = _cylindrical(x, n)
    B_rho, B_z = field(rho, z, a, I)
    return B_z * nx + B_rho * ex, B_z * ny + B_rho * ey, B_z * nz + B_rho * ez


@elementwise()
def _cylindrical(x: Vector, n: Direction) -> tuple[Real, Real, Vector, Vector]:
    """ρ, z and the unit vectors ρ̂ (zero on the axis) and ẑ of a point x about the axis n."""
    _, (nx, ny, nz) = unit(n)
    # n × x and (n × x) × n keep their digits near the axis, where x - (x·n)n loses them
    rho, (tx, ty, tz) = unit((ny * x[2] - nz * x[1], nz * x[0] - nx * x[2], nx * x[1] - ny * x[0]))
    z = x[0] * nx + x[1] * ny + x[2] * nz
    return rho, z, (ty * nz - tz * ny, tz * nx - tx * nz, tx * ny - ty * nx), (nx, ny, nz)


@elementwise()
def _frame(n: Direction) -> tuple[Vector, Vector, Vector]:
    """A right-handed frame whose third vector is along n."""
    _, (nx, ny, nz) = unit(n)
    # the first from the coordinate axis farthest from n
    if abs(nx) <= abs(ny) and abs(nx) <= abs(nz):
        _, (ex, ey, ez) = unit((1.0 - nx * nx, -nx * ny, -nx * nz))
    elif abs(ny) <= abs(nz):
        _, (ex, ey, ez) = unit((-ny * nx, 1.0 - ny * ny, -ny * nz))
    else:
        _, (ex, ey, ez) = unit((-nz * nx, -nz * ny, 1.0 - nz * nz))
    return (ex, ey, ez), (ny * ez - nz * ey, nz * ex - nx * ez, nx * ey - ny * ex), (nx, ny, nz)


#: Points along a wire at which its quadrature gives up.
_MOST_POINTS = 65536

#: Points that are done side by side, and cosine and sine of their angles.
_SIDE = 16
_COSINES = tuple(cos(2.0 * pi * j / _SIDE) for j in range(_SIDE))
_SINES = tuple(sin(2.0 * pi * j / _SIDE) for j in range(_SIDE))


@part
def _components(v: Vector, frame: tuple[Vector, Vector, Vector]) -> Vector:
    (ex, ey, ez), (fx, fy, fz), (nx, ny, nz) = frame
    x, y, z = v
    return ex * x + ey * y + ez * z, fx * x + fy * y + fz * z, nx * x + ny * y + nz * z


@part
def _loop_in(
    frame: tuple[Vector, Vector, Vector], r: Vector, n: Direction
) -> tuple[Vector, Vector, Vector, Vector]:
    """A loop's centre, and its own frame, seen in another frame."""
    e, f, normal = _frame(n)
    return (
        _components(r, frame),
        _components(e, frame),
        _components(f, frame),
        _components(normal, frame),
    )


@part
def _polar(x: float, y: float) -> tuple[float, float, float]:
    """√(x² + y²), and cosine and sine of the angle; without a branch, for lengths up to 1. Both are
    zero in the origin, and not above 1 where the squares vanish."""
    rho = max(sqrt(x * x + y * y), abs(x), abs(y))
    return rho, x / max(rho, 1e-300), y / max(rho, 1e-300)


@part
def _add_points(
    sums: Row, turn: float, r: Vector, e: Vector, f: Vector, a: float, b: float
) -> None:
    """Add dl × B, (x·B) dl and \\|B\\| at points of wire b, turned by an angle, to sums that are
    kept apart for each of them; vectors in the frame of loop a."""
    C, S = cos(turn), sin(turn)
    for j in range(_SIDE):
        c, s = C * sums[j] - S * sums[j + _SIDE], C * sums[j + _SIDE] + S * sums[j]
        x, y, z = c * e[0] + s * f[0], c * e[1] + s * f[1], c * e[2] + s * f[2]
        lx, ly, lz = c * f[0] - s * e[0], c * f[1] - s * e[1], c * f[2] - s * e[2]
        rho, cosine, sine = _polar(r[0] + b * x, r[1] + b * y)
        B_rho, Bz = _field_anywhere(rho, r[2] + b * z, a, 1.0)
        Bx, By = B_rho * cosine, B_rho * sine
        sums[j + 2 * _SIDE] += ly * Bz - lz * By
        sums[j + 3 * _SIDE] += lz * Bx - lx * Bz
        sums[j + 4 * _SIDE] += lx * By - ly * Bx
        radial = x * Bx + y * By + z * Bz  # x × (dl × B) = (x·B) dl, for x·dl = 0
        sums[j + 5 * _SIDE] += radial * lx
        sums[j + 6 * _SIDE] += radial * ly
        sums[j + 7 * _SIDE] += radial * lz
        sums[j + 8 * _SIDE] += abs(Bx) + abs(By) + abs(Bz)


@part
def _side_by_side(count: int) -> Row:
    """Cosines and sines of the points' angles, and a zero for each in so many sums."""
    sums = row((2 + count) * _SIDE)
    for j in range(_SIDE):
        sums[j], sums[j + _SIDE] = _COSINES[j], _SINES[j]
    return sums


@part
def _total(sums: Row, k: int) -> float:
    """What the k-th of the sums comes to."""
    total = 0.0
    for j in range(_SIDE):
        total += sums[j + k * _SIDE]
    return total


@elementwise()
def _along_wire(
    r: Vector, n_a: Direction, n_b: Direction, a: Positive, b: Positive
) -> tuple[Vector, Vector]:
    """Force ∮ dl × B and torque ∮ (x·B) dl on loop b per I_a I_b, by the trapezoidal rule.

    For a periodic analytic integrand the rule's error is squared when its points are
    doubled. So they are doubled until two results agree to 1e-8, and the finer is kept.
    """
    frame = _frame(n_a)
    centre, e, f, _ = _loop_in(frame, r, n_b)
    sums = _side_by_side(7)
    Fx = Fy = Fz = Nx = Ny = Nz = size = 0.0
    points, fresh, start = _SIDE, _SIDE, 0.0
    while True:
        before = (Fx, Fy, Fz, Nx, Ny, Nz)
        for j in range(fresh // _SIDE):
            _add_points(sums, start + 2.0 * pi * j / fresh, centre, e, f, a, b)
        Fx, Fy, Fz = _total(sums, 2), _total(sums, 3), _total(sums, 4)
        Nx, Ny, Nz = _total(sums, 5), _total(sums, 6), _total(sums, 7)
        size = _total(sums, 8)
        if points > _SIDE:
            change = (
                abs(Fx - 2.0 * before[0])
                + abs(Fy - 2.0 * before[1])
                + abs(Fz - 2.0 * before[2])
                + abs(Nx - 2.0 * before[3])
                + abs(Ny - 2.0 * before[4])
                + abs(Nz - 2.0 * before[5])
            )
            if change <= 1e-8 * size:
                break
            if points >= _MOST_POINTS or not size < inf:
                size = nan
                break
        start = pi / points
        fresh = points
        points *= 2
    h = 2.0 * pi * b / points + 0.0 * size
    F, N = (h * Fx, h * Fy, h * Fz), (h * b * Nx, h * b * Ny, h * b * Nz)
    return combine(F[0], frame[0], F[1], frame[1], F[2], frame[2]), combine(
        N[0], frame[0], N[1], frame[1], N[2], frame[2]
    )


#: Gauss's rule of four points on [0, 1].
_GAUSS_NODES = tuple(
    0.5 + 0.5 * outside * sqrt(3.0 / 7.0 + inside * 2.0 / 7.0 * sqrt(1.2))
    for outside, inside in ((-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (1.0, 1.0))
)
_GAUSS_WEIGHTS = tuple((18.0 - inside * sqrt(30.0)) / 72.0 for inside in (1.0, -1.0, -1.0, 1.0))

#: Radius of loop b, over the distance of its centre from the wire of a, up to which the
#: rule of four points leaves no error.
_SMALL = 0.15


@part
def _add_slopes(
    sums: Row,
    turn: float,
    weight: float,
    r: Vector,
    e: Vector,
    f: Vector,
    n: Vector,
    a: float,
    s: float,
) -> None:
    """Add ∇(B·n), the force per dipole moment, at points of a circle of radius s, as
    `_add_points` does."""
    C, S = cos(turn), sin(turn)
    for j in range(_SIDE):
        u, v = s * (C * sums[j] - S * sums[j + _SIDE]), s * (C * sums[j + _SIDE] + S * sums[j])
        x, y, z = r[0] + u * e[0] + v * f[0], r[1] + u * e[1] + v * f[1], r[2] + u * e[2] + v * f[2]
        rho, cosine, sine = _polar(x, y)
        per_length, mixed, axial = field_gradient(rho, z, a, 1.0)
        across = n[0] * cosine + n[1] * sine
        # B_ρ/ρ stands for both transverse directions; what is left of ∂B_ρ/∂ρ vanishes on the axis
        radial = mixed * n[2] - (2.0 * per_length + axial) * across
        sums[j + 2 * _SIDE] += weight * (per_length * n[0] + radial * cosine)
        sums[j + 3 * _SIDE] += weight * (per_length * n[1] + radial * sine)
        sums[j + 4 * _SIDE] += weight * (mixed * across + axial * n[2])


@elementwise()
def _across_disc(
    r: Vector, n_a: Direction, n_b: Direction, a: Positive, b: Positive, share: Positive
) -> Vector:
    """Force ∫ ∇(B·n_b) dS over the disc of loop b per I_a I_b, where b is a small ``share`` of
    the distance between its centre and wire a.

    A mean over circles of radius s is an analytic function of s²: Gauss's rule in s², the
    trapezoidal rule around.
    """
    frame = _frame(n_a)
    centre, e, f, n = _loop_in(frame, r, n_b)
    sums = _side_by_side(3)
    for i in range(4):
        inward = sqrt(_GAUSS_NODES[i])
        points = 4 + int(-36.0 / log(inward * share))  # their error is share^points
        turns = (points + _SIDE - 1) // _SIDE
        weight = pi * b * b * _GAUSS_WEIGHTS[i] / (turns * _SIDE)
        for j in range(turns):
            turn = 2.0 * pi * j / (turns * _SIDE)
            _add_slopes(sums, turn, weight, centre, e, f, n, a, b * inward)
    return combine(_total(sums, 2), frame[0], _total(sums, 3), frame[1], _total(sums, 4), frame[2])


@elementwise()
def _on_smaller(
    r: Vector, n_a: Direction, n_b: Direction, a: Positive, b: Positive
) -> tuple[Vector, Vector]:
    """Force and torque on loop b per I_a I_b, for b ≤ a.

    The force on a small loop is a small difference of forces on its pieces of wire; there it
    is summed as that on its magnetic shell, in which nothing cancels.
    """
    rho, z, _, _ = _cylindrical(r, n_a)
    distance = hypot(rho - a, z)
    force, torque = _along_wire(r, n_a, n_b, a, b)
    if b <= _SMALL * distance:
        force = _across_disc(r, n_a, n_b, a, b, max(b / distance, 1e-100))
    return force, torque


@elementwise()
def pair_wrench(
    r: Vector,
    n_a: Direction,
    n_b: Direction,
    a: Positive,
    b: Positive,
    I_a: Real = 1.0,
    I_b: Real = 1.0,
) -> tuple[Vector, Vector]:
    """Force and torque that loop a exerts on loop b, for the price of one.

    Parameters
    ----------
    r, n_a, n_b, a, b, I_a, I_b : array_like
        As in `pair_force`.

    Returns
    -------
    force, torque : ndarray, shape (..., 3)
        See `pair_force` and `pair_torque`. Accuracy: 1e-12 as there.

    Raises
    ------
    ValueError
        If a radius is not positive, a normal is zero, or an argument is not finite.

    Examples
    --------
    >>> from magbook import loops
    >>> force, torque = loops.pair_wrench([0, 0, 2], [0, 0, 1], [0, 1, 1], 1.0, 0.5)
    >>> print(torque[0] > 0)  # towards the axis of a
    True
    """
    size = max(a, b, abs(r[0]), abs(r[1]), abs(r[2]))
    x, y, z, a, b = r[0] / size, r[1] / size, r[2] / size, a / size, b / size
    turned = b > a
    if turned:
        x, y, z, n_a, n_b, a, b = -x, -y, -z, n_b, n_a, b, a
    (Fx, Fy, Fz), (Nx, Ny, Nz) = _on_smaller((x, y, z), n_a, n_b, a, b)
    if turned:
        # Newton's third law, and the balance of angular momentum N_a + N_b + r × F_b = 0
        Nx, Ny, Nz = z * Fy - y * Fz - Nx, x * Fz - z * Fx - Ny, y * Fx - x * Fy - Nz
        Fx, Fy, Fz = -Fx, -Fy, -Fz
    I = I_a * I_b
    return (I * Fx, I * Fy, I * Fz), (I * size * Nx, I * size * Ny, I * size * Nz)


@elementwise()
def pair_force(
    r: Vector,
    n_a: Direction,
    n_b: Direction,
    a: Positive,
    b: Positive,
    I_a: Real = 1.0,
    I_b: Real = 1.0,
) -> Vector:
    """Force that loop a exerts on loop b.

    Parameters
    ----------
    r : array_like, shape (..., 3)
        From the centre of loop a to the centre of loop b, m.
    n_a, n_b : array_like, shape (..., 3)
        Normals of the loops, of any length but zero.
    a, b : array_like
        Radii, m.
    I_a, I_b : array_like, optional
        Currents, A.

    Returns
    -------
    ndarray, shape (..., 3)
        Force, N. Accuracy: 1e-12 for wires at least a tenth of the smaller radius apart, at any
        size of the radii and of the distance, while the force is above 1e-290 μ0 I_a I_b;
        where it passes through zero, of the integral of \\|B_a\\| dl. Closer wires
        need more points; within 1e-3 of the smaller radius the quadrature may not settle, and
        the result is nan. Where the wires are so near in few places, or have a common axis, it
        settles nearer, with the error that the rounding of positions, 1e-16 of the radius,
        makes over the distance of the wires.

    Raises
    ------
    ValueError
        If a radius is not positive, a normal is zero, or an argument is not finite.

    Notes
    -----
    F = I_b ∮ dl × B_a, with the field of `field_at`, along the smaller of the loops; the force on
    the larger is its opposite. On a loop that is small against its distance from the other
    wire these forces all but cancel: there F = I_b ∫ ∇(B_a·n_b) dS over its disc, with the
    closed form of `field_gradient`, in which nothing cancels.

    Examples
    --------
    >>> from magbook import loops
    >>> z = [0, 0, 1]
    >>> print(loops.pair_force([0, 0, 0.1], z, z, 1.0, 1.0)[2] < 0)  # they attract
    True
    """
    force, _ = pair_wrench(r, n_a, n_b, a, b, I_a, I_b)
    return force


@elementwise()
def pair_torque(
    r: Vector,
    n_a: Direction,
    n_b: Direction,
    a: Positive,
    b: Positive,
    I_a: Real = 1.0,
    I_b: Real = 1.0,
) -> Vector:
    """Torque that loop a exerts on loop b, about the centre of b.

    Parameters
    ----------
    r, n_a, n_b, a, b, I_a, I_b : array_like
        As in `pair_force`.

    Returns
    -------
    ndarray, shape (..., 3)
        Torque, N m. Accuracy: 1e-12 in the domain of `pair_force`; where the torque passes
        through zero, of the moment of b times B_a.

    Raises
    ------
    ValueError
        If a radius is not positive, a normal is zero, or an argument is not finite.

    Notes
    -----
    N = I_b ∮ (x·B_a) dl, x seen from the centre of b: equation (4) of the document
    *concentric-loops*. That on the larger loop follows from the balance of angular momentum,
    N_a + N_b + r × F = 0.

    Examples
    --------
    >>> import numpy as np
    >>> from magbook import loops
    >>> turned = [0, -np.sin(1.0), np.cos(1.0)]
    >>> N = loops.pair_torque([0, 0, 0], [0, 0, 1], turned, a=1.0, b=0.5)
    >>> print(f"{N[0] / loops.concentric_torque(1.0, a=1.0, b=0.5):.12f}")
    1.000000000000
    """
    _, torque = pair_wrench(r, n_a, n_b, a, b, I_a, I_b)
    return torque


@part
def _add_potential(
    sums: Row, turn: float, r: Vector, e: Vector, f: Vector, a: float, b: float
) -> None:
    """Add A·dl, and what else tells whether that is settled, at points of wire b, as `_add_points`
    does. The potential A_φ = 8 μ0 I a²ρ 𝖣/(π(α + β)²) goes like ρ at the axis: A_φ/ρ is what is
    summed."""
    C, S = cos(turn), sin(turn)
    for j in range(_SIDE):
        c, s = C * sums[j] - S * sums[j + _SIDE], C * sums[j + _SIDE] + S * sums[j]
        lx, ly = c * f[0] - s * e[0], c * f[1] - s * e[1]
        x, y = r[0] + b * (c * e[0] + s * f[0]), r[1] + b * (c * e[1] + s * f[1])
        z = r[2] + b * (c * e[2] + s * f[2])
        rho = sqrt(x * x + y * y)
        less, more = a - rho, a + rho
        alpha2, beta2 = less * less + z * z, more * more + z * z
        P = sqrt(alpha2 * beta2)
        X = alpha2 + beta2 + 2.0 * P
        _, D = pair_of_squares(X, 4.0 * P)
        per_rho = a * a * D / X if P > 0.0 else inf  # on the wire it is a pole
        sums[j + 2 * _SIDE] += per_rho * (x * ly - y * lx)
        sums[j + 3 * _SIDE] += per_rho * (x * lx + y * ly)
        sums[j + 4 * _SIDE] += per_rho * rho
        sums[j + 5 * _SIDE] += per_rho


@elementwise()
def _flux_along_wire(r: Vector, n_a: Direction, n_b: Direction, a: Positive, b: Positive) -> Real:
    """Flux ∮ A·dl through loop b per I_a, by the trapezoidal rule, as `_along_wire` does.

    The error of one sum changes its sign as points are added, and may be small by chance: three
    more, whose errors are out of step with it, must have settled too.
    """
    centre, e, f, _ = _loop_in(_frame(n_a), r, n_b)
    sums = _side_by_side(4)
    flux = along = size = whole = 0.0
    points, fresh, start = _SIDE, _SIDE, 0.0
    while True:
        before = (flux, along, size, whole)
        for j in range(fresh // _SIDE):
            _add_potential(sums, start + 2.0 * pi * j / fresh, centre, e, f, a, b)
        flux, along = _total(sums, 2), _total(sums, 3)
        size, whole = _total(sums, 4), _total(sums, 5)
        if points > _SIDE:
            change = abs(flux - 2.0 * before[0]) + abs(along - 2.0 * before[1])
            change += abs(size - 2.0 * before[2]) + abs(whole - 2.0 * before[3])
            if change <= 1e-8 * size:
                break
            if points >= _MOST_POINTS or not size < inf:
                flux = nan
                break
        start = pi / points
        fresh = points
        points *= 2
    return 16.0 * MU_0 * b / points * flux


@elementwise()
def _flux_through_disc(
    r: Vector, n_a: Direction, n_b: Direction, a: Positive, b: Positive, share: Positive
) -> Real:
    """Flux ∫ B·n_b dS through loop b per I_a, as `_across_disc` sums the force."""
    centre, e, f, n = _loop_in(_frame(n_a), r, n_b)
    flux = 0.0
    for i in range(4):
        inward = sqrt(_GAUSS_NODES[i])
        points = 4 + int(-36.0 / log(inward * share))  # their error is share^points
        mean = 0.0
        for j in range(points):
            u = b * inward * cos(2.0 * pi * j / points)
            v = b * inward * sin(2.0 * pi * j / points)
            rho, cosine, sine = _polar(
                centre[0] + u * e[0] + v * f[0], centre[1] + u * e[1] + v * f[1]
            )
            B_rho, B_z = _field_anywhere(rho, centre[2] + u * e[2] + v * f[2], a, 1.0)
            mean += B_rho * (n[0] * cosine + n[1] * sine) + B_z * n[2]
        flux += pi * b * b * _GAUSS_WEIGHTS[i] / points * mean
    return flux


@elementwise()
def mutual_inductance(r: Vector, n_a: Direction, n_b: Direction, a: Positive, b: Positive) -> Real:
    """Mutual inductance of two loops of any size, place and orientation, linked ones too.

    Parameters
    ----------
    r : array_like, shape (..., 3)
        From the centre of loop a to the centre of loop b, m.
    n_a, n_b : array_like, shape (..., 3)
        Normals of the loops, of any length but zero; positive currents run counterclockwise
        about them.
    a, b : array_like
        Radii, m.

    Returns
    -------
    ndarray or float
        M in H: the flux through either loop per ampere in the other. It is positive where the
        field of each helps the other's through its loop. Accuracy: 1e-12 for wires at least a
        tenth of the smaller radius apart; where M passes through zero, of the integral of
        \\|A_a\\| dl along the smaller wire. Closer wires need more points; where they
        touch, or all but touch, the result is nan.

    Raises
    ------
    ValueError
        If a radius is not positive, a normal is zero, or an argument is not finite.

    Notes
    -----
    M = ∮ A·dl along the smaller wire, A being the vector potential of one ampere in the
    larger one,

    .. math:: A_\\phi = \\frac{8\\mu_0 I}{\\pi}\\frac{a^2\\rho}{(\\alpha + \\beta)^2}\\,\\mathsf D,

    with the α, β and 𝖣 of `field`, in which nothing cancels. Around a loop that is small
    against its distance from the other wire these integrals all but cancel: there M is the flux
    ∫ B·n dS through its disc.

    The energy of two currents is M I_a I_b beside the two of their own; force and torque at
    constant currents are its derivatives: F = I_a I_b ∂M/∂r is `pair_force`, and the torque for a
    turn of loop b about an axis, I_a I_b ∂M/∂angle, is `pair_torque` along this axis.

    Examples
    --------
    >>> from magbook import MU_0, loops
    >>> z = [0, 0, 1]
    >>> print(f"{loops.mutual_inductance([0, 0, 1], z, z, 1.0, 1.0) / MU_0:.12f}")
    0.393175148372
    """
    size = max(a, b, abs(r[0]), abs(r[1]), abs(r[2]))
    x, y, z, a, b = r[0] / size, r[1] / size, r[2] / size, a / size, b / size
    if b > a:
        x, y, z, n_a, n_b, a, b = -x, -y, -z, n_b, n_a, b, a
    rho, height, _, _ = _cylindrical((x, y, z), n_a)
    distance = hypot(rho - a, height)
    if b <= _SMALL * distance:
        return size * _flux_through_disc((x, y, z), n_a, n_b, a, b, max(b / distance, 1e-100))
    return size * _flux_along_wire((x, y, z), n_a, n_b, a, b)


@elementwise(wire=(lambda wire, a: wire < a, "must be less than a, the ring's radius"))
def self_inductance(a: Positive, wire: Positive, interior: NonNegative = 0.25) -> Real:
    """Self-inductance of a thin ring of round wire.

    Parameters
    ----------
    a : array_like
        Radius of the ring, from its centre to the middle of the wire, m.
    wire : array_like
        Radius of the wire, m, < a.
    interior : array_like, optional
        What the field within the wire adds, in units of μ0 a: 1/4 for a current that fills the
        section evenly, 0 for one on its surface (high frequency, a superconductor), ≥ 0.

    Returns
    -------
    ndarray or float
        L in H, the leading term for a thin wire. Accuracy: 1e-14 of this term. The next, of order
        (wire/a)², depends on how the current is spread over the section: with interior = 1/4 it is
        μ0 a (wire/a)² (ln(8a/wire)/8 + 1/24) where the current fills it evenly, 0.05 % of L at
        wire = a/20 and 1.7 % at a/4, and μ0 a (wire/a)² (5/24 - ln(8a/wire)/8) where it flows as
        1/ρ, as a steady current driven round the ring does. With interior = 0 it is
        μ0 a (wire/a)² l/4, l = ln(8a/wire), for a current spread equally around the section, and
        μ0 a (wire/a)² (-l²/4 + l/2 - 1/16) for that of a perfect conductor, which crowds inside:
        `ring_inductances` and `perfect_ring_inductance` have these.

    Raises
    ------
    ValueError
        If a or wire is not positive, wire is not less than a, interior is negative, or an
        argument is not finite.

    Notes
    -----
    L = μ0 a (ln(8a/wire) - 2 + interior): J. C. Maxwell, *A Treatise on Electricity and
    Magnetism*, §§ 704-706; A. Sommerfeld, *Elektrodynamik*, § 16.

    Examples
    --------
    >>> from magbook import loops
    >>> print(f"{loops.self_inductance(0.1, 0.001):.4e}")  # 10 cm, of 2 mm wire
    6.2010e-07
    """
    return MU_0 * a * (log(8.0 * (a / wire)) - 2.0 + interior)


@elementwise(wire=(lambda wire, a: wire <= 0.5 * a, "must not exceed a/2"))
def ring_inductances(a: Positive, wire: Positive) -> tuple[Real, Real, Real, Real, Real]:
    r"""Self-inductance of a ring of round wire, for five distributions of its current.

    Parameters
    ----------
    a : array_like
        Radius of the ring, from its centre to the middle of the wire, m.
    wire : array_like
        Radius of the wire, m, ≤ a/2.

    Returns
    -------
    filled, filled_inversely, around, around_inversely, perfect : ndarray or float
        L in H of a current that fills the section equally; that fills it as 1/ρ, ρ being the
        distance from the ring's axis; that is spread equally around the surface of the wire; that
        is spread around it as 1/ρ; and of a perfect conductor's. To the order (wire/a)²: what is
        left out falls as (wire/a)⁴, and is at most 0.01 % of L at a/10, 0.16 % at a/4 and 1.9 % at
        a/2, where the perfect conductor's is the worst; those that are spread equally lack 0.02 %.
        Accuracy: 1e-14 of the formula.

    Raises
    ------
    ValueError
        If a or wire is not positive, wire exceeds a/2, or an argument is not finite.

    Notes
    -----
    With l = ln(8a/wire), L = μ0 a (l - 2 + y + (wire/a)² t): y = 1/4 and t = l/8 + 1/24 and
    -l/8 + 5/24 for the first two, y = 0 and t = l/4, -l/4 + 1/2 and -l²/4 + l/2 - 1/16 for the
    others. Of all currents on the surface, the perfect conductor's has the least energy.

    Examples
    --------
    >>> from magbook import loops
    >>> print(*(f"{1e9 * L:.1f}" for L in loops.ring_inductances(0.1, 0.02)))  # nH
    246.2 242.4 216.9 210.1 204.1
    """
    x2 = (wire / a) * (wire / a)
    l = log(8.0 * (a / wire))
    thin = l - 2.0
    scale = MU_0 * a
    return (
        scale * (thin + 0.25 + x2 * (l / 8.0 + 1.0 / 24.0)),
        scale * (thin + 0.25 + x2 * (5.0 / 24.0 - l / 8.0)),
        scale * (thin + x2 * (l / 4.0)),
        scale * (thin + x2 * (0.5 - l / 4.0)),
        scale * (thin + x2 * (0.5 * l - 0.25 * l * l - 0.0625)),
    )


@part
def _toroidal_slopes(x: float) -> tuple[float, float]:
    """Derivatives of P_{-1/2}, which is negative, and of P_{1/2} at 1/x, without a difference."""
    kc2 = 2.0 * x / (1.0 + x)
    B, D = pair_of_squares(1.0, kc2)
    root = sqrt(kc2)
    return -0.5 / pi * kc2 * root * D, root / pi * (B + 0.5 * kc2 * D)


@part
def _next_slope(k: int, x: float, before: float, here: float) -> float:
    """The derivative of P_{k+1/2} at 1/x from those of P_{k-3/2} and P_{k-1/2}."""
    return (2.0 * k * (here / x) - (k + 0.5) * before) / (k - 0.5)


@part
def _torus_sum(x: float) -> float:
    """-Σ 1/(P'_{k-1/2} P'_{k+1/2}) from k = 0 on, at 1/x. All but the first term are negative, and
    together at most a twelfth of it."""
    before, here = _toroidal_slopes(x)
    total, k = -1.0 / (before * here), 1
    while True:
        before, here = here, _next_slope(k, x, before, here)
        less = 1.0 / (before * here)
        total -= less
        k += 1
        if not less > 1e-18 * total:
            return total


_RING_WIRE = (
    lambda wire, a: (wire <= 0.99 * a) & (wire >= 1e-80 * a),
    "must lie between 1e-80 a and 0.99 a",
)


@elementwise(wire=_RING_WIRE)
def perfect_ring_inductance(a: Positive, wire: Positive) -> Real:
    r"""Self-inductance of a perfectly conducting ring of round wire of any thickness.

    Parameters
    ----------
    a : array_like
        Radius of the ring, from its centre to the middle of the wire, m.
    wire : array_like
        Radius of the wire, m, from 1e-80 a to 0.99 a.

    Returns
    -------
    ndarray or float
        L in H: the flux through the ring's hole per ampere in
        a superconducting ring, or in a metal one at high frequency.
        Accuracy: 1e-14.

    Raises
    ------
    ValueError
        If a or wire is not positive, wire is beyond its range, or an argument is not finite.

    Notes
    -----
    The flux is the same along the whole surface. In toroidal coordinates that separates, and the
    sum over P and Q that is left telescopes to one over the derivatives of
    :math:`P_{k-1/2}` at a/wire alone,

    .. math::
        L = \pi^2\mu_0a\,\frac{a^2}{w^2}\Bigl(1 - \frac{w^2}{a^2}\Bigr)^{3/2}\Big/
            \sum_{k\ge0}\frac{-1}{P'_{k-1/2}P'_{k+1/2}} .

    The recurrence of P is stable upwards, and its start is written in 𝖡 and 𝖣 of
    `special.pair_of_squares`, so that nothing cancels for thin wires.

    Examples
    --------
    >>> from magbook import loops
    >>> print(f"{1e9 * loops.perfect_ring_inductance(0.1, 0.02):.1f} nH")
    203.9 nH
    """
    x = wire / a
    across = (1.0 - x) * (1.0 + x)
    return pi * pi * MU_0 * a * (across * sqrt(across) / (x * x * _torus_sum(x)))


@elementwise(wire=_RING_WIRE)
def perfect_ring_current(angle: Real, a: Positive, wire: Positive) -> Real:
    r"""How the current is spread around the wire of a perfectly conducting ring.

    Parameters
    ----------
    angle : array_like
        Place on the wire's section, rad: 0 on the ring's outer side, π on its inner side.
    a, wire : array_like
        As in `perfect_ring_inductance`.

    Returns
    -------
    ndarray or float
        Current per length of the section's circle over its mean I/(2π wire). Accuracy: 1e-13 of
        the greatest, that on the inner side.

    Raises
    ------
    ValueError
        If a or wire is not positive, wire is beyond its range, or an argument is not finite.

    Notes
    -----
    With the toroidal angle θ, cosh η = a/wire and
    cosh η - cos θ = sinh² η/(cosh η + cos angle), it is

    .. math:: \frac{-\pi}{\sqrt2\,S\sinh\eta}(\cosh\eta - \cos\theta)^{3/2}
        \sum_{n\ge0}\frac{\varepsilon_n\cos n\theta}{P'_{n-1/2}(\cosh\eta)},

    S being the sum in `perfect_ring_inductance`. Around a thin wire it is
    1 - (wire/a)(ln(8a/wire) - 1/2) cos angle.

    Examples
    --------
    >>> from math import pi
    >>> from magbook import loops
    >>> print(f"{loops.perfect_ring_current(pi, 0.1, 0.02):.3f} on the inner side")
    1.774 on the inner side
    """
    x = wire / a
    toward = cos(angle)
    apart = (1.0 - x) * (1.0 + x) / (x * (1.0 + x * toward))  # cosh η - cos θ
    twice = 2.0 * (x + toward) / (1.0 + x * toward)  # 2 cos θ
    before, here = _toroidal_slopes(x)
    older, turned = 1.0, 0.5 * twice
    total, n = 1.0 / before + twice / here, 1
    while True:
        before, here = here, _next_slope(n, x, before, here)
        older, turned = turned, twice * turned - older
        total += 2.0 * turned / here
        n += 1
        if 1.0 / here <= 1e-18 * abs(total) or not here < 1e200:
            break
    height = sqrt((1.0 - x) * (1.0 + x))
    return -pi / sqrt(2.0) * (x * apart / height) * (sqrt(apart) / _torus_sum(x) * total)
