r"""A ring magnet: field, gradient, and its energy with a point magnet or a polarizable atom.

The ring lies in the plane z = 0, has the radius a and is centred on the axis. Its moment per
length λ points along +z; it is the limit of two opposite currents λ/da on circles of radius a
and a + da, so that its field is λ ∂/∂a of that of a current loop.

A point at (ρ, z) has the distance R from the ring's point at the azimuth φ from it. With
α, β the shortest and the longest distance,

    c = (α + β)/2,  h = aρ/c²,  R = c \|1 - h e^{iφ}\|.

The Möbius map e^{iφ} = (w + h)/(1 + hw), \|w\| = 1, turns the powers of 1/R that fields consist
of into powers of \|1 + hw\|, which stay finite at the ring, and ρ - a e^{iφ} into
(A - Gw)/(1 + hw) with A = ρ(c² - a²)/c², G = a(c² - ρ²)/c², both small there:

    ∮ (ρ - a e^{iφ})^m R^{-n} dφ
        = c^{n-2} (αβ)^{1-n} ∮ (A - Gw)^m (1 + h/w)^m \|1 + hw\|^{n-2-2m} dψ,   w = e^{iψ}.

What is left are Fourier coefficients of odd powers of \|1 + hw\|, of which two are elliptic
integrals and the others follow. Nothing cancels but where a result has a null. Lengths, of any
size, are divided by β; what becomes infinite at the ring is a power of α/β and stands before the
rest. On the ring the fields and their derivatives are infinite, and what depends on the direction
of the magnet or atom, too, is nan.

Lengths in m, moments in A m², angles in rad. θ is the angle of the point magnet from the z axis
and Δφ = φ - φ₁ the azimuth of its position less that of its moment. Vectors have the components
(ρ, φ, z) along the cylindrical unit vectors at the point.
"""

from math import cos, inf, log, nan, pi, sin, sqrt

from magbook.constants import HBAR_C, MU_0
from magbook.elementwise import Matrix, NonNegative, Positive, Real, Vector, elementwise, part
from magbook.special import exact_square, pair_of_squares
from magbook.vectors import hypot


@part
def _place(rho: float, z: float, a: float) -> tuple[float, ...]:
    """With β as the unit of length: α, (a - ρ)/α, z/α, a, ρ, c², and the two lengths squared, over
    α, by which ρ - a e^{iφ} enters,

    D = ρ² - a² + z² and E = (a²/c²)(a² - ρ² + z²). Since (c² - a²)(c² - ρ²) = c²z², the mean of
    (A - Gw)(1 + h/w) |1 + hw|ⁿ is (ρ/c²)(D C₀ - E C₁), with C₀ the mean of |1 + hw|ⁿ and h C₁
    that of |1 + hw|ⁿ/w. Last, α in m.
    """
    alpha, beta = hypot(a - rho, z), hypot(a + rho, z)
    near = alpha / beta
    cosine, sine = ((a - rho) / alpha, z / alpha) if alpha > 0.0 else (1.0, 1.0)
    rise, flat = sine * (z / beta), cosine * ((a + rho) / beta)
    a, rho = a / beta, rho / beta
    c2 = 0.25 * (1.0 + near) * (1.0 + near)
    return near, cosine, sine, a, rho, c2, rise - flat, a / c2 * a * (rise + flat), alpha


@elementwise()
def _first_two(x: Real, q: Positive) -> tuple[Real, Real]:
    """Mean of |1 + hw| over the unit circle, and of |1 + hw|/w over h; x = h², q = 1 - x."""
    B, D = pair_of_squares(1.0, q)
    D *= q
    return 2.0 / pi * ((1.0 + x) * B + D), 2.0 / (3.0 * pi) * (2.0 * B + D)


@elementwise()
def _first_five(x: Real, q: Positive) -> tuple[Real, Real, Real, Real, Real]:
    """Fourier coefficients of |1 + hw|, the j-th over h^j.

    The recurrence (j + 3/2) x C_{j+1} = (3/2 - j) C_{j-1} - j(1 + x) C_j is stable downwards;
    upwards it loses a factor x with each step, which is little for x > 1/2.
    """
    C0, C1 = _first_two(x, q)
    if x > 0.5:
        C2 = (0.5 * C0 - (1.0 + x) * C1) / (2.5 * x)
        C3 = (-0.5 * C1 - 2.0 * (1.0 + x) * C2) / (3.5 * x)
        C4 = (-1.5 * C2 - 3.0 * (1.0 + x) * C3) / (4.5 * x)
        return C0, C1, C2, C3, C4
    # the ratios C_{j+1}/C_j, from one that is right for x = 0 and off by less than x/j elsewhere;
    # each step takes a factor x from that
    j = 7 + int(38.0 / -log(x)) if x > 1e-20 else 7
    ratio = (0.5 - j) / (j + 1.0)
    rise = 1.0 + x
    while j > 4:
        ratio = (1.5 - j) / ((j + 1.5) * x * ratio + j * rise)
        j -= 1
    third = -2.5 / (5.5 * x * ratio + 4.0 * rise)
    second = -1.5 / (4.5 * x * third + 3.0 * rise)
    first = -0.5 / (3.5 * x * second + 2.0 * rise)
    C2 = first * C1
    C3 = second * C2
    return C0, C1, C2, C3, third * C3


@elementwise()
def _two_powers_up(
    x: Real, C0: Real, C1: Real, C2: Real, C3: Real, C4: Real
) -> tuple[Real, Real, Real, Real]:
    """From the coefficients of |1 + hw|ⁿ to those of |1 + hw|ⁿ⁺², each over its power of h."""
    return (
        (1.0 + x) * C0 + 2.0 * x * C1,
        (1.0 + x) * C1 + C0 + x * C2,
        (1.0 + x) * C2 + C1 + x * C3,
        (1.0 + x) * C3 + C2 + x * C4,
    )


@elementwise()
def _line(D: Real, E: Real, C0: Real, C1: Real) -> Real:
    """c²/αρ times the mean of (A - Gw)(1 + h/w) |1 + hw|ⁿ, from that power's coefficients."""
    return D * C0 - E * C1


@elementwise()
def _square(x: Real, D: Real, E: Real, az: Real, C0: Real, C1: Real, C2: Real) -> Real:
    """c⁴/α²ρ² times the mean of (A - Gw)²(1 + h/w)² |1 + hw|ⁿ; az over α."""
    return D * D * C0 - 2.0 * D * E * C1 + E * E * C2 - 2.0 * az * az * (C0 - x * C2)


@part
def _excess(rho: float, z: float, a: float, n: float) -> float:
    """(2z² - n a²)/β² for n = 1 or 3, to full precision near its zero too."""
    z, beta = abs(z), hypot(a + rho, z)
    rough = 2.0 * (z / beta) * (z / beta) - n * (a / beta) * (a / beta)
    # a power of 2 that keeps the squares in range
    exact = 2.0**-600 if a > 1e100 else 2.0**600 if a < 1e-100 else 1.0
    zz, z_rest = exact_square(z * exact)
    aa, a_rest = exact_square(a * exact)
    lost = 2.0 * z_rest - n * a_rest
    fine = (((2.0 * zz - (n - 1.0) * aa) - aa) + lost) / (beta * exact) / (beta * exact)
    return fine if 0.5 * a < z < 2.0 * a else rough


@elementwise()
def field(rho: NonNegative, z: Real, a: Positive = 1.0, lam: Real = 1.0) -> tuple[Real, Real]:
    r"""Magnetic field of a ring magnet.

    Parameters
    ----------
    rho : array_like
        Distance from the axis, m, ≥ 0.
    z : array_like
        Height over the ring's plane, m.
    a : array_like, optional
        Radius of the ring, m, > 0.
    lam : array_like, optional
        Moment per length, A m, along +z.

    Returns
    -------
    B_rho, B_z : ndarray or float
        Cylindrical components, T. Accuracy: 1e-13 for any ρ and z down to 1e-7 a from the ring
        and out to 1e8 a; where a component passes through zero off the plane and the axis, of
        the field's magnitude. On the ring both are inf.

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Notes
    -----
    The gradient -∂U/∂m of equation (75) of the document *ring-magnet*, in another form: see the
    module's docstring. As (75) stands, its B_ρ keeps no digit for ρ < 1e-8 a, nor any component
    within 1e-8 a of the ring, where 1 - k² is a difference.

    Examples
    --------
    On the axis, with λ ∂/∂a of a loop's field:

    >>> from magbook import MU_0, ring
    >>> print(ring.field(0.0, 0.0)[1] / MU_0)
    -0.5
    """
    near, _, sine, A, R, c2, D, E, alpha = _place(rho, z, a)
    on_ring = near == 0.0
    if on_ring:  # any other place will do
        near = alpha = 1.0
    h = A * R / c2
    x = h * h
    C0, C1 = _first_two(x, near / c2)
    radial = 3.0 * sine * R * _line(D, E, C0, C1)
    J5 = c2 * ((1.0 + x) * C0 + 2.0 * x * C1)
    # the second near the field's null on the axis, 2z² = a²
    axial = 3.0 * sine * sine * J5 - C0
    mixed = 2.0 * A * A * (2.0 * C0 + (1.0 + x) * C1)
    central = (_excess(rho, z, a, 1.0) * J5 + R * R * (mixed - J5)) / near / near
    if x < 0.25:
        axial = central
    unit = 0.5 * MU_0 * lam * (A / alpha) * sqrt(c2)
    B_rho, B_z = unit * radial / alpha, unit * axial / alpha
    return (inf, inf) if on_ring else (B_rho, B_z)


@elementwise()
def field_gradient(
    rho: NonNegative, z: Real, a: Positive = 1.0, lam: Real = 1.0
) -> tuple[Real, Real, Real]:
    r"""Derivatives of a ring magnet's field, of which the others follow.

    Parameters
    ----------
    rho, z, a, lam : array_like
        As in `field`.

    Returns
    -------
    B_rho_over_rho, dB_rho_dz, dB_z_dz : ndarray or float
        B_ρ/ρ, ∂B_ρ/∂z = ∂B_z/∂ρ and ∂B_z/∂z, T/m; ∂B_ρ/∂ρ is minus the sum of the first and
        the last. Accuracy: 1e-13 in the domain of `field`; at a null, of the gradient's magnitude.

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Notes
    -----
    On the axis all of it vanishes where 2z² = 3a², and at z = 0.

    Examples
    --------
    >>> from magbook import ring
    >>> across, _, along = ring.field_gradient(0.0, 0.5)
    >>> print(f"{along / across:.12f}")
    -2.000000000000
    """
    near, _, sine, A, R, c2, D, E, alpha = _place(rho, z, a)
    if near == 0.0:
        return inf, inf, inf
    h = A * R / c2
    x = h * h
    C0, C1, C2, C3, C4 = _first_five(x, near / c2)
    cube0, cube1, cube2, cube3 = _two_powers_up(x, C0, C1, C2, C3, C4)
    fifth0, _, _, _ = _two_powers_up(x, cube0, cube1, cube2, cube3, 0.0)
    z2 = sine * sine
    steep = c2 * _line(D, E, cube0, cube1)
    if x < 0.25:  # near the gradient's null on the axis, 2z² = 3a²
        J7 = (c2 / near) * (c2 / near) * fifth0
        mixed = 6.0 * c2 * (A / near) * (A / near) * (2.0 * cube0 + (1.0 + x) * cube1)
        axial = R * R * (3.0 * J7 - mixed) - _excess(rho, z, a, 3.0) * J7
        square = _square(x, D, E, A * sine, C0, C1, C2)
        across = 0.5 * (5.0 * R * R * square - axial) / near
    else:
        axial = c2 * (3.0 * cube0 - 5.0 * z2 * c2 * fifth0)
        across = _line(D, E, C0, C1)
    unit = 1.5 * MU_0 * lam * (A / alpha) * sqrt(c2)
    return (
        unit * near * sine * across / alpha / alpha,
        unit * R * (across - 5.0 * z2 * steep) / alpha / alpha,
        unit * sine * axial / alpha / alpha,
    )


@elementwise()
def _local(theta: Real, dphi: Real) -> Vector:
    """Direction of the point magnet along ρ̂, φ̂, ẑ of its position."""
    return sin(theta) * cos(dphi), -sin(theta) * sin(dphi), cos(theta)


@elementwise()
def energy(
    rho: NonNegative,
    z: Real,
    dphi: Real,
    theta: Real,
    a: Positive = 1.0,
    m: Real = 1.0,
    lam: Real = 1.0,
) -> Real:
    r"""Energy -m·B of a point magnet beside a ring magnet.

    Parameters
    ----------
    rho, z : array_like
        Distance from the ring's axis and height over its plane, m; ρ ≥ 0.
    dphi : array_like
        Azimuth of the magnet's position less that of its moment, rad.
    theta : array_like
        Angle of its moment from the axis, rad.
    a : array_like, optional
        Radius of the ring, m, > 0.
    m : array_like, optional
        The magnet's moment, A m².
    lam : array_like, optional
        The ring's moment per length, A m.

    Returns
    -------
    ndarray or float
        Energy, J; zero at infinite distance. Accuracy: 1e-13 in the domain of `field`; near a null,
        of m \|B\|. On the ring it is inf, -inf or nan.

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Notes
    -----
    Equation (75) of the document *ring-magnet*, by way of `field`.

    Examples
    --------
    On the axis, equation (32) of the document:

    >>> from math import sqrt
    >>> from magbook import MU_0, ring
    >>> print(f"{ring.energy(0.0, sqrt(1.5), 0.0, 0.0) / (MU_0 / 2):.12f}")
    -0.202385770251
    """
    radial, axial = field(rho, z, a, lam)
    n_rho, _, n_z = _local(theta, dphi)
    U = -m * (n_rho * radial + n_z * axial)
    return nan if rho == a and z == 0.0 else U


@elementwise()
def force(
    rho: NonNegative,
    z: Real,
    dphi: Real,
    theta: Real,
    a: Positive = 1.0,
    m: Real = 1.0,
    lam: Real = 1.0,
) -> Vector:
    r"""Force of a ring magnet on a point magnet.

    Parameters
    ----------
    rho, z, dphi, theta, a, m, lam : array_like
        As in `energy`.

    Returns
    -------
    ndarray, shape (..., 3)
        F_ρ, F_φ, F_z in N: minus the gradient of `energy` at a fixed direction of the moment in
        space. Accuracy: 1e-13 of m times the magnitude of the field's gradient.

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Examples
    --------
    >>> from magbook import ring
    >>> print(ring.force(0.0, 2.0, 0.0, 0.0)[2] < 0)  # moments along one axis attract
    True
    """
    if rho == a and z == 0.0:
        return nan, nan, nan
    across, mixed, axial = field_gradient(rho, z, a, lam)
    n_rho, n_phi, n_z = _local(theta, dphi)
    return (
        m * (n_z * mixed - n_rho * (across + axial)),
        m * n_phi * across,
        m * (n_rho * mixed + n_z * axial),
    )


@elementwise()
def torque(
    rho: NonNegative,
    z: Real,
    dphi: Real,
    theta: Real,
    a: Positive = 1.0,
    m: Real = 1.0,
    lam: Real = 1.0,
) -> Vector:
    r"""Torque m × B of a ring magnet on a point magnet, about its place.

    Parameters
    ----------
    rho, z, dphi, theta, a, m, lam : array_like
        As in `energy`.

    Returns
    -------
    ndarray, shape (..., 3)
        N_ρ, N_φ, N_z in N m. Accuracy: 1e-13 of m \|B\|. N_z is -∂U/∂φ₁, the slope of
        the energy as the moment turns about z.

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Examples
    --------
    >>> from magbook import ring
    >>> N = ring.torque(0.0, 0.0, 0.0, 1.0)
    >>> print(N[1] > 0)  # in the centre the ring's field points down
    True
    """
    radial, axial = field(rho, z, a, lam)
    n_rho, n_phi, n_z = _local(theta, dphi)
    if rho == a and z == 0.0:
        radial = axial = nan
    # before the angles: a small field, or moment, times a small angle may be nothing
    radial, axial = m * radial, m * axial
    return n_phi * axial, n_z * radial - n_rho * axial, -n_phi * radial


@elementwise()
def hessian(
    rho: NonNegative,
    z: Real,
    dphi: Real,
    theta: Real,
    a: Positive = 1.0,
    m: Real = 1.0,
    lam: Real = 1.0,
) -> Matrix:
    r"""Second derivatives of the energy with respect to the point magnet's place.

    Parameters
    ----------
    rho, z, dphi, theta, a, m, lam : array_like
        As in `energy`.

    Returns
    -------
    ndarray, shape (..., 3, 3)
        ∂²U/∂x_i∂x_j in J/m² along ρ̂, φ̂, ẑ, taken as fixed Cartesian axes at the point, the
        moment's direction fixed in space. Symmetric and without trace. Accuracy: 1e-13 of m
        times the magnitude of the field's second derivatives; near the points of the axis where
        all of these vanish, of m times their size on the ring's scale, μ0 λ/a⁴.

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Examples
    --------
    >>> import numpy as np
    >>> from magbook import ring
    >>> print(np.linalg.eigvalsh(ring.hessian(0.0, 1.2, 0.0, 0.0)).round(9)[0] < 0)
    True
    """
    near, _, sine, A, R, c2, D, E, alpha = _place(rho, z, a)
    if near == 0.0:
        return (nan, nan, nan), (nan, nan, nan), (nan, nan, nan)
    h = A * R / c2
    x = h * h
    C0, C1, C2, C3, C4 = _first_five(x, near / c2)
    cube0, cube1, cube2, cube3 = _two_powers_up(x, C0, C1, C2, C3, C4)
    fifth0, fifth1, fifth2, _ = _two_powers_up(x, cube0, cube1, cube2, cube3, 0.0)
    seventh0, _, _, _ = _two_powers_up(x, fifth0, fifth1, fifth2, 0.0, 0.0)
    z2 = sine * sine
    # third derivatives of the field's potential: zzz, ρzz, φφz, ρφφ
    steep = c2 * _line(D, E, cube0, cube1)
    steeper = c2 * c2 * _line(D, E, fifth0, fifth1)
    zzz = c2 * (3.0 * cube0 - c2 * z2 * (30.0 * fifth0 - 35.0 * z2 * c2 * seventh0))
    rzz = -5.0 * sine * R * (3.0 * steep - 7.0 * z2 * steeper)
    ppz = near * (_line(D, E, C0, C1) - 5.0 * z2 * steep)
    rpp = -5.0 * near * sine * R * _square(x, D, E, A * sine, C0, C1, C2)
    rrz = -zzz - ppz
    rrr = -rpp - rzz
    n_rho, n_phi, n_z = _local(theta, dphi)
    inverse = 1.0 / alpha
    unit = -1.5 * MU_0 * m * lam * (A * inverse) * sqrt(c2)
    rr = unit * (n_rho * rrr + n_z * rrz) * inverse * inverse * inverse
    pp = unit * (n_rho * rpp + n_z * ppz) * inverse * inverse * inverse
    zz = unit * (n_rho * rzz + n_z * zzz) * inverse * inverse * inverse
    rz = unit * (n_rho * rrz + n_z * rzz) * inverse * inverse * inverse
    rp = unit * n_phi * rpp * inverse * inverse * inverse
    pz = unit * n_phi * ppz * inverse * inverse * inverse
    return (rr, rp, rz), (rp, pp, pz), (rz, pz, zz)


@elementwise()
def casimir_polder_parts(
    rho: NonNegative, z: Real, a: Positive = 1.0
) -> tuple[Real, Real, Real, Real]:
    r"""What `casimir_polder` consists of at one place, for all directions at once.

    Parameters
    ----------
    rho, z : array_like
        Distance from the ring's axis and height over its plane, m; ρ ≥ 0.
    a : array_like, optional
        Radius of the ring, m, > 0.

    Returns
    -------
    along, mixed, across, turning : ndarray or float
        In units of 1/m⁶, such that the energy is ħc ασ/32π² times
        cos²θ along + sinθ cosθ cosΔφ mixed + sin²θ (across + cos 2Δφ turning).
        Accuracy: 1e-13 of the integral of the integrands' magnitudes; inf on the ring.

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Notes
    -----
    The integrals of equation (85) of the document *ring-magnet*, done as the module's docstring
    says.
    """
    near, cosine, sine, A, R, c2, D, E, alpha = _place(rho, z, a)
    if near == 0.0:
        return inf, inf, inf, inf
    h = A * R / c2
    x = h * h
    C0, C1, C2, C3, C4 = _first_five(x, near / c2)
    cube0, cube1, cube2, cube3 = _two_powers_up(x, C0, C1, C2, C3, C4)
    fifth0, fifth1, fifth2, _ = _two_powers_up(x, cube0, cube1, cube2, cube3, 0.0)
    seventh0, seventh1, _, _ = _two_powers_up(x, fifth0, fifth1, fifth2, 0.0, 0.0)
    ninth0, _, _, _ = _two_powers_up(x, seventh0, seventh1, 0.0, 0.0, 0.0)
    z2 = sine * sine
    # ∮ |ρ - a e^{iφ}|², ∮ Re(ρ - a e^{iφ}) and ∮ Re(ρ - a e^{iφ})², each over its power of α
    line9 = R * _line(D, E, fifth0, fifth1)
    line11 = R * c2 * _line(D, E, seventh0, seventh1)
    size2 = cosine * cosine * (1.0 + h) * (1.0 + h) + 2.0 * z2 * h  # A² + G²
    size11 = c2 * c2 * (size2 * seventh0 - 2.0 * x * z2 * seventh1)
    square11 = R * R * _square(x, D, E, A * sine, fifth0, fifth1, fifth2)
    inverse = 1.0 / alpha
    third = inverse * inverse * inverse
    unit = -2.0 * pi * c2 * c2 * sqrt(c2) * (A * third)
    return (
        unit * (13.0 * fifth0 - z2 * c2 * (56.0 * seventh0 - 63.0 * z2 * c2 * ninth0)) * third,
        unit * sine * (126.0 * z2 * line11 - 56.0 * line9) * third,
        unit * 31.5 * z2 * size11 * third,
        unit * 31.5 * z2 * square11 * third,
    )


@elementwise()
def casimir_polder(
    rho: NonNegative,
    z: Real,
    dphi: Real,
    theta: Real,
    a: Positive = 1.0,
    alpha: Real = 1.0,
    sigma: Real = 1.0,
) -> Real:
    r"""Retarded (Casimir–Polder) energy of an anisotropic atom beside a polarizable ring.

    Parameters
    ----------
    rho, z, dphi, theta : array_like
        Place of the atom and direction of its axis of polarization, as in `energy`.
    a : array_like, optional
        Radius of the ring, m, > 0.
    alpha : array_like, optional
        Polarizability of the atom along its axis as a volume, α/4πε0, m³.
    sigma : array_like, optional
        The ring's susceptibility ε_r - 1 along z, times its cross section, m².

    Returns
    -------
    ndarray or float
        Energy, J. Accuracy: 1e-13 of the sum of its terms' magnitudes; on the ring it has no
        value (nan or ±inf).

    Raises
    ------
    ValueError
        If rho < 0, a ≤ 0 or an argument is not finite.

    Notes
    -----
    Equation (85) of the document *ring-magnet*, by way of `casimir_polder_parts`.

    Examples
    --------
    An atom on the axis, polarizable along it, is pushed away from the ring here:

    >>> from magbook import ring
    >>> print(ring.casimir_polder(0, 1.2, 0, 0) < ring.casimir_polder(0, 1.0, 0, 0))
    True
    """
    if rho == a and z == 0.0:
        return nan
    along, mixed, across, turning = casimir_polder_parts(rho, z, a)
    s, c = sin(theta), cos(theta)
    by_angles = c * c * along + s * c * cos(dphi) * mixed
    by_angles += s * s * (across + cos(2.0 * dphi) * turning)
    # two small factors, one by one: their product may be too small beside a small ring
    return HBAR_C * sigma / (32.0 * pi * pi) * (alpha * by_angles)
