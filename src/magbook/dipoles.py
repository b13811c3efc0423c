r"""Point dipoles: field, energy, force, torque, and what the size of current loops adds.

r leads from dipole a to dipole b; force and torque are those on b. With the unit vectors
r̂, m̂_a, m̂_b everything depends on their mutual cosines

    c_a = m̂_a·r̂,  c_b = m̂_b·r̂,  c_ab = m̂_a·m̂_b.

Lengths in m, moments in A m², of any size: no step overflows or vanishes where the result does
not.
"""

from math import pi, sqrt

from magbook.constants import MU_0
from magbook.elementwise import Count, Direction, NonNegative, Real, Vector, elementwise, part, row
from magbook.vectors import combine, cross, dot, unit


@elementwise()
def field(r: Direction, m: Vector) -> Vector:
    r"""Magnetic field of a point dipole.

    Parameters
    ----------
    r : array_like, shape (..., 3)
        From the dipole to the point of observation, m; not zero.
    m : array_like, shape (..., 3)
        Moment, A m².

    Returns
    -------
    ndarray, shape (..., 3)
        B in T. Accuracy: 3e-15 of \|B\|.

    Raises
    ------
    ValueError
        If r is zero, or an argument is not finite.

    Notes
    -----
    Equation (38) of the document *dipole-force*, its gradient carried out:
    :math:`\mathbf B = \frac{\mu_0}{4\pi r^3}\left[3\hat{\mathbf r}
    (\hat{\mathbf r}\cdot\mathbf m) - \mathbf m\right]`.

    Examples
    --------
    >>> from magbook import MU_0, dipoles
    >>> print(dipoles.field([0, 0, 2], [0, 0, 1]) / MU_0 * 16 * 3.141592653589793)
    [0. 0. 1.]
    """
    distance, e = unit(r)
    size, n = unit(m)
    scale = size / distance / distance / distance * (MU_0 / (4.0 * pi))
    return combine(3.0 * scale * dot(e, n), e, -scale, n, 0.0, n)


@part
def _strength(size_a: float, size_b: float, distance: float, power: int) -> float:
    """μ0 m_a m_b/4πr^n for n = 3 or 4. As a square: no step to its root overflows or vanishes
    where the result does not."""
    root = sqrt(size_a) * sqrt(size_b) / distance
    root /= sqrt(distance) if power == 3 else distance
    return root * root * (MU_0 / (4.0 * pi))


@elementwise()
def energy(r: Direction, m_a: Vector, m_b: Vector) -> Real:
    r"""Energy of two rigid point dipoles, -m_b·B_a.

    Parameters
    ----------
    r : array_like, shape (..., 3)
        From dipole a to dipole b, m; not zero.
    m_a, m_b : array_like, shape (..., 3)
        Moments, A m².

    Returns
    -------
    ndarray or float
        Energy, J; zero at infinite distance. Accuracy: 8e-15 of its scale μ0 m_a m_b/4πr³.

    Raises
    ------
    ValueError
        If r is zero, or an argument is not finite.

    Notes
    -----
    The function under the outer gradient in equation (39) of the document *dipole-force*. Its
    gradient gives the force and its change under rotations the torque for moments that are kept
    constant, whatever keeps them so.

    Examples
    --------
    >>> from magbook import dipoles
    >>> x = [1, 0, 0]
    >>> print(dipoles.energy(x, x, x) < 0 < dipoles.energy(x, [0, 0, 1], [0, 0, 1]))
    True
    """
    distance, e = unit(r)
    size_a, u = unit(m_a)
    size_b, v = unit(m_b)
    scale = _strength(size_a, size_b, distance, 3)
    return scale * (dot(u, v) - 3.0 * dot(e, u) * dot(e, v))


@elementwise()
def force(r: Direction, m_a: Vector, m_b: Vector) -> Vector:
    r"""Force that dipole a exerts on dipole b.

    Parameters
    ----------
    r, m_a, m_b : array_like, shape (..., 3)
        As in `energy`.

    Returns
    -------
    ndarray, shape (..., 3)
        Force, N. Accuracy: 8e-15 of its scale 3μ0 m_a m_b/4πr⁴; the force all but vanishes where
        moments and r̂ are nearly at right angles.

    Raises
    ------
    ValueError
        If r is zero, or an argument is not finite.

    Notes
    -----
    Equations (37) and (42) of the document *dipole-force*,

    .. math::
        \mathbf F = \frac{3\mu_0m_am_b}{4\pi r^4}\left[(c_{ab} - 5c_ac_b)\,\hat{\mathbf r}
        + c_b\,\hat{\mathbf m}_a + c_a\,\hat{\mathbf m}_b\right].

    Examples
    --------
    Two magnets of 1 A m² in line, a metre apart, attract each other:

    >>> from magbook import dipoles
    >>> x = [1, 0, 0]
    >>> print(f"{dipoles.force(x, x, x)[0]:.3e}")
    -6.000e-07
    """
    distance, e = unit(r)
    size_a, u = unit(m_a)
    size_b, v = unit(m_b)
    scale = 3.0 * _strength(size_a, size_b, distance, 4)
    c_a, c_b = dot(e, u), dot(e, v)
    return combine(scale * (dot(u, v) - 5.0 * c_a * c_b), e, scale * c_b, u, scale * c_a, v)


@elementwise()
def torque(r: Direction, m_a: Vector, m_b: Vector) -> Vector:
    r"""Torque that dipole a exerts on dipole b, about the place of b.

    Parameters
    ----------
    r, m_a, m_b : array_like, shape (..., 3)
        As in `energy`.

    Returns
    -------
    ndarray, shape (..., 3)
        Torque m_b × B_a, N m. Accuracy: 3e-15 of m_b B_a.

    Raises
    ------
    ValueError
        If r is zero, or an argument is not finite.

    Examples
    --------
    >>> from magbook import dipoles
    >>> N = dipoles.torque([1, 0, 0], [0, 0, 1], [1, 0, 0])
    >>> print(N[1] > 0)  # turns b against a
    True
    """
    distance, e = unit(r)
    size_a, u = unit(m_a)
    size_b, v = unit(m_b)
    scale = _strength(size_a, size_b, distance, 3)
    return cross(v, combine(3.0 * scale * dot(e, u), e, -scale, u, 0.0, u))


@elementwise()
def force_correction(
    r: Direction, m_a: Vector, m_b: Vector, a: NonNegative, b: NonNegative
) -> Vector:
    r"""What the size of two circular loops adds to the force between dipoles, leading order.

    Parameters
    ----------
    r, m_a, m_b : array_like, shape (..., 3)
        Vector between the loops' centres, m, not zero, and their moments, A m².
    a, b : array_like
        Radii, m, ≥ 0.

    Returns
    -------
    ndarray, shape (..., 3)
        The terms in a²/r² and b²/r² of the force on b, N, to be added to `force`. Accuracy: 1e-12
        of μ0 m_a m_b/4πr⁴ times (a² + b²)/r².

    Raises
    ------
    ValueError
        If r is zero, a radius is negative, or an argument is not finite.

    Notes
    -----
    Minus the gradient of the energy

    .. math::
        \begin{aligned}
        U_1 &= \frac{\mu_0m_am_b}{32\pi r^5}\left[a^2P(c_a,c_b) + b^2P(c_b,c_a)\right],\\
        P(c_a,c_b) &= 105c_a^3c_b - 45c_ac_b - 45c_a^2c_{ab} + 9c_{ab}.
        \end{aligned}

    Examples
    --------
    Two loops with a common axis attract each other less than dipoles would:

    >>> from magbook import dipoles
    >>> x = [1, 0, 0]
    >>> share = dipoles.force_correction(x, x, x, a=0.1, b=0.1)
    >>> share = share / dipoles.force(x, x, x)[0]
    >>> print(f"{share[0]:.3f}")
    -0.050
    """
    distance, e = unit(r)
    length_a, u = unit(m_a)
    length_b, v = unit(m_b)
    c_a, c_b, c_ab = dot(e, u), dot(e, v), dot(u, v)
    s, t = (a / distance) * (a / distance), (b / distance) * (b / distance)
    scale = 0.125 * _strength(length_a, length_b, distance, 4)
    radial = s * (945.0 * c_a**3 * c_b - 315.0 * c_a * (c_b + c_a * c_ab) + 45.0 * c_ab)
    radial += t * (945.0 * c_a * c_b**3 - 315.0 * c_b * (c_a + c_b * c_ab) + 45.0 * c_ab)
    along_a = s * (45.0 * c_b + 90.0 * c_a * c_ab - 315.0 * c_a * c_a * c_b)
    along_a += t * (45.0 * c_b - 105.0 * c_b**3)
    along_b = t * (45.0 * c_a + 90.0 * c_b * c_ab - 315.0 * c_a * c_b * c_b)
    along_b += s * (45.0 * c_a - 105.0 * c_a**3)
    return combine(scale * radial, e, scale * along_a, u, scale * along_b, v)


@elementwise()
def torque_correction(
    r: Direction, m_a: Vector, m_b: Vector, a: NonNegative, b: NonNegative
) -> Vector:
    r"""What the size of two circular loops adds to the torque between dipoles, leading order.

    Parameters
    ----------
    r, m_a, m_b, a, b : array_like
        As in `force_correction`.

    Returns
    -------
    ndarray, shape (..., 3)
        The terms in a²/r² and b²/r² of the torque on b about its centre, N m, to be added to
        `torque`. Accuracy: 1e-12 of μ0 m_a m_b/4πr³ times (a² + b²)/r².

    Raises
    ------
    ValueError
        If r is zero, a radius is negative, or an argument is not finite.

    Notes
    -----
    -m̂_b × ∂U₁/∂m̂_b, with the energy U₁ of `force_correction`.

    Examples
    --------
    >>> from magbook import dipoles
    >>> x, z = [1, 0, 0], [0, 0, 1]
    >>> share = dipoles.torque_correction(x, x, z, a=0.1, b=0.0)
    >>> share = share / dipoles.torque(x, x, z)[1]
    >>> print(f"{share[1]:.3f}")
    -0.015
    """
    distance, e = unit(r)
    length_a, u = unit(m_a)
    length_b, v = unit(m_b)
    c_a, c_b, c_ab = dot(e, u), dot(e, v), dot(u, v)
    s, t = (a / distance) * (a / distance), (b / distance) * (b / distance)
    scale = 0.125 * _strength(length_a, length_b, distance, 3)
    radial = s * (105.0 * c_a**3 - 45.0 * c_a)
    radial += t * (315.0 * c_a * c_b * c_b - 45.0 * c_a - 90.0 * c_b * c_ab)
    along_a = s * (9.0 - 45.0 * c_a * c_a) + t * (9.0 - 45.0 * c_b * c_b)
    return cross(combine(scale * radial, e, scale * along_a, u, 0.0, u), v)


def _apart(r: Vector, a: float, b: float) -> bool:
    distance, _ = unit(r)
    return distance > a + b


_APART = (_apart, "must be longer than a + b, for the expansion to converge")
_ORDER = (lambda order: (order >= 0) & (order <= 200), "must lie between 0 and 200")


@elementwise()
def _expansion(
    r: Direction, m_a: Vector, m_b: Vector, a: NonNegative, b: NonNegative, order: Count
) -> tuple[Vector, Vector]:
    """Force and torque of `force_expansion` and `torque_expansion`.

    The Taylor coefficients g_pq of |r̂ + s m̂_a + t m̂_b|⁻³ in s and t follow from one another:
    its logarithmic derivative is rational. Row p needs the two rows before it.
    """
    distance, e = unit(r)
    length_a, u = unit(m_a)
    length_b, v = unit(m_b)
    c_a, c_b, c_ab = dot(e, u), dot(e, v), dot(u, v)
    s, t = (a / distance) * (a / distance), (b / distance) * (b / distance)
    size = 2 * order + 2
    now, older = row(size), row(size)
    now[0] = 1.0
    for q in range(1, size):
        now[q] = -2.0 * c_b * (q + 0.5) * now[q - 1] / q
        if q > 1:
            now[q] -= (q + 1.0) * now[q - 2] / q
    radial = along_a = along_b = 0.0  # of the force
    turning_a = 0.0  # of the torque; its part along r̂ has the sum along_b
    weight_a = 1.0  # (-s)^j (2j+1)!/(4^j j! (j+1)!)
    for p in range(2 * order + 1):
        fresh = row(size)
        for q in range(size):
            value = -(2.0 * c_a * (p + 1.5) * now[q] + (p + 2.0) * older[q])
            if q > 0:
                value -= 2.0 * c_ab * (p + 1.5) * now[q - 1]
            value /= p + 1.0
            if q > 0:
                value -= 2.0 * c_b * fresh[q - 1]
            if q > 1:
                value -= fresh[q - 2]
            fresh[q] = value
        if p % 2 == 0:
            weight = weight_a
            for k in range(order + 1 - p // 2):
                radial += weight * fresh[2 * k + 1]
                along_a += weight * now[2 * k + 1]
                along_b += weight * fresh[2 * k]
                turning_a += weight * now[2 * k]
                weight *= -t * (2 * k + 3.0) / (2 * k + 4.0)
            weight_a *= -s * (p + 3.0) / (p + 4.0)
        older, now = now, fresh
    scale = -_strength(length_a, length_b, distance, 4)
    turning = -_strength(length_a, length_b, distance, 3)
    return (
        combine(scale * radial, e, scale * along_a, u, scale * along_b, v),
        cross(v, combine(turning * along_b, e, turning * turning_a, u, 0.0, u)),
    )


@elementwise(r=_APART, order=_ORDER)
def force_expansion(
    r: Direction, m_a: Vector, m_b: Vector, a: NonNegative, b: NonNegative, order: Count
) -> Vector:
    r"""Force between two circular loops, in powers of their size over their distance.

    Parameters
    ----------
    r, m_a, m_b, a, b : array_like
        As in `force_correction`; r longer than a + b.
    order : array_like of int
        The last power of (size/r)² that is kept, from 0 to 200: with 0 this is `force`, with 1
        the sum of `force` and `force_correction`.

    Returns
    -------
    ndarray, shape (..., 3)
        Force on b, N. The sum converges to `loops.pair_force`, in the worst orientation like
        ((a + b)/r) to the power 2·order. Accuracy: 1e-13 of the scale of the dipoles' force,
        3μ0 m_a m_b/4πr⁴, for the sum itself and r ≥ 2(a + b).

    Raises
    ------
    ValueError
        If r ≤ a + b, a radius is negative, the order is out of its range, or an argument is not
        finite.

    Notes
    -----
    The mean of a harmonic function over a disc of radius a is 2J₁(aD)/(aD) of it at the centre,
    D = m̂·∇. So the energy of two loops is

    .. math::
        U = -\frac{\mu_0 m_am_b}{4\pi}\,\frac{2J_1(aD_a)}{aD_a}\,\frac{2J_1(bD_b)}{bD_b}\,
        D_aD_b\,\frac1r,

    a double sum of derivatives of 1/r, which are Taylor coefficients of \|r + s m̂_a + t m̂_b\|⁻¹.

    Examples
    --------
    >>> from math import pi
    >>> from magbook import dipoles, loops
    >>> x, z, area = [0.5, 0, 0], [0, 0, 1], pi * 0.1**2
    >>> exact = loops.pair_force(x, z, z, a=0.1, b=0.1)[0]
    >>> m = [0, 0, area]
    >>> for order in range(4):
    ...     force = dipoles.force_expansion(x, m, m, 0.1, 0.1, order)
    ...     print(f"{force[0] / exact:.5f}")
    0.85059
    0.97818
    0.99679
    0.99952
    """
    force, _ = _expansion(r, m_a, m_b, a, b, order)
    return force


@elementwise(r=_APART, order=_ORDER)
def torque_expansion(
    r: Direction, m_a: Vector, m_b: Vector, a: NonNegative, b: NonNegative, order: Count
) -> Vector:
    """Torque between two circular loops, in powers of their size over their distance.

    Parameters
    ----------
    r, m_a, m_b, a, b, order : array_like
        As in `force_expansion`.

    Returns
    -------
    ndarray, shape (..., 3)
        Torque on b about its centre, N m; it converges to `loops.pair_torque` as
        `force_expansion` does to the force. Accuracy: 1e-13 of 3μ0 m_a m_b/4πr³, for the sum
        itself and r ≥ 2(a + b).

    Raises
    ------
    ValueError
        If r ≤ a + b, a radius is negative, the order is out of its range, or an argument is not
        finite.

    Examples
    --------
    >>> from magbook import dipoles
    >>> r, x, z = [3, 0, 0], [1, 0, 0], [0, 0, 1]
    >>> first = dipoles.torque_expansion(r, x, z, 1, 1, order=1)[1]
    >>> ratio = first / dipoles.torque(r, x, z)[1]
    >>> print(f"{ratio:.4f}")
    1.0833
    """
    _, torque = _expansion(r, m_a, m_b, a, b, order)
    return torque
