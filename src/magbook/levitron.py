"""A spinning top over a ring magnet: where it hovers, how fast it must spin, how it moves.

A rigid, symmetric top has its moment along its figure axis. Lengths are in units of the ring's
radius a, times of √(a/g), masses of that of the top, so that forces are in units of its weight
Mg. Its spin s, the angular momentum along the figure axis, is in units of Ma²√(g/a), its moment of
inertia across that axis, κ, in units of Ma². Plain functions of floats, which run in MicroPython
too; the chapter *A top that hovers over the ring* derives them.
"""

from math import exp, log, sqrt

#: height of the inflection of the field on the axis, below which nothing holds a top up and down
INFLECTION = sqrt(1.5 + sqrt(1.875))


def _ceiling():
    """The height at which b'² = 2bb'': 20w³ - 76w² + 33w - 6 = 0 with w = z², by Newton."""
    w = 3.3
    for _ in range(6):
        w -= (((20 * w - 76) * w + 33) * w - 6) / ((60 * w - 152) * w + 33)
    return sqrt(w)


#: height above which a top of fast precession slides off sideways
CEILING = _ceiling()


def slopes(z, count):
    """Derivatives of (1 + z²)^(-1/2), by (1 + z²) f_(n+1) = -(2n + 1) z f_n - n² f_(n-1)."""
    s2 = 1 + z * z
    found = [1 / sqrt(s2)]
    found.append(-z * found[0] / s2)
    for n in range(1, count):
        found.append((-(2 * n + 1) * z * found[n] - n * n * found[n - 1]) / s2)
    return found


def stiffness(z):
    """(weight, β, c) of hovering at the height z, where B, the field's size on the axis, falls.

    w = -B' is the weight in units of μ μ0 λ/2a³; β = B/w and c = B''/2w. Up and down the
    stiffness is 2c, sideways, for fast precession, 1/4β - c, in units of Mg/a.
    """
    _, _, b, slope, bend = slopes(z, 4)
    return -slope if b > 0 else slope, -b / slope, -0.5 * bend / slope


def spins(z, kappa):
    """(slowest, fastest) spin at which an upright top is stable sideways, or None; κ ≥ 0.

    At a limit the quartic (ω² + c)(κω² - sω + β) = 1/4 has a double root, which means
    β = κω² + 1/4A + ω²/2A² with A = ω² + c: this is solved for ω, and s follows.
    """
    _, beta, c = stiffness(z)

    def excess(omega):
        A = omega * omega + c
        return kappa * omega * omega + 0.25 / A + 0.5 * omega * omega / (A * A) - beta

    def spin(omega):
        return 2 * kappa * omega + 0.5 * omega / (omega * omega + c) ** 2

    limits = []
    before, value = 0.0, excess(0.0)
    steps = 60
    most = 4 * sqrt(beta / kappa) if kappa > 0 else 40.0  # beyond the fast root
    for j in range(1, steps + 1):
        omega = 0.02 * exp(j / steps * log(50 * most))
        here = excess(omega)
        if value * here < 0:
            low, high = before, omega
            for _ in range(45):
                middle = 0.5 * (low + high)
                if excess(middle) * value > 0:
                    low = middle
                else:
                    high = middle
            limits.append(spin(0.5 * (low + high)))
        before, value = omega, here
    if kappa == 0:
        limits.append(0.0)
    if len(limits) == 2:  # the faster limit comes from the slow root
        return (limits[1], limits[0]) if limits[1] < limits[0] else None
    if len(limits) == 3:  # above the adiabatic window a spin can be too slow for that, too
        least = max(limits[0], limits[2])
        return (least, limits[1]) if least < limits[1] else None
    return None


def growth(z, spin, kappa):
    """The fastest exponential growth of a small motion, sideways or up and down; 0 if the top is
    stable. κ > 0."""
    _, beta, c = stiffness(z)
    rate = sqrt(-2 * c) if c < 0 else 0.0
    between = spins(z, kappa)
    if between and between[0] <= spin <= between[1]:
        return rate
    # the quartic's roots, by Weierstrass's simultaneous iteration
    coefficients = (-spin / kappa, beta / kappa + c, -spin * c / kappa, (c * beta - 0.25) / kappa)
    size = max(1.0, abs(coefficients[0]))
    roots = [size * (0.4 + 0.9j) ** n for n in range(4)]
    for _ in range(200):
        change = 0.0
        for n in range(4):
            w = roots[n]
            value = (((w + coefficients[0]) * w + coefficients[1]) * w + coefficients[2]) * w
            value += coefficients[3]
            for m in range(4):
                if m != n:
                    value /= w - roots[m]
            roots[n] = w - value
            change = max(change, abs(value))
        if change < 1e-13 * size:
            break
    return max([rate] + [abs(w.imag) for w in roots if abs(w.imag) > 1e-7 * size])


def pull(x, y, z, n, scale):
    """Force, weight included, and torque on the top with the figure axis n; scale = 1/weight.

    The field is expanded about the axis, which gives four digits out to ρ = 0.3:
    with f_n the derivatives of (1 + z²)^(-1/2), B_z = Σ (-1)^k (ρ/2)^2k/k!² f_(2k+2).
    """
    f = slopes(z, 9)
    r2 = x * x + y * y
    along = f[2] - r2 / 4 * (f[4] - r2 / 16 * (f[6] - r2 / 36 * f[8]))
    across = -0.5 * (f[3] - r2 / 8 * (f[5] - r2 / 24 * (f[7] - r2 / 48 * f[9])))
    along_z = f[3] - r2 / 4 * (f[5] - r2 / 16 * (f[7] - r2 / 36 * f[9]))
    across_z = -0.5 * (f[4] - r2 / 8 * (f[6] - r2 / 24 * f[8]))
    across_r = 0.125 * (f[5] - r2 / 12 * (f[7] - r2 / 32 * f[9]))  # (1/ρ) ∂(B_ρ/ρ)/∂ρ
    n_x, n_y, n_z = n
    side = n_x * x + n_y * y
    force = (
        scale * (n_z * across_z * x + n_x * across + side * across_r * x),
        scale * (n_z * across_z * y + n_y * across + side * across_r * y),
        scale * (n_z * along_z + side * across_z) - 1,
    )
    B_x, B_y, B_z = scale * across * x, scale * across * y, scale * along
    return force, (n_y * B_z - n_z * B_y, n_z * B_x - n_x * B_z, n_x * B_y - n_y * B_x)


def _turn(angle):
    """(cos, sin) of a small angle by their series, so that a path which an unstable place makes
    sensitive to the last digit is the same in every C library; |angle| < 1."""
    square = angle * angle
    c = s = 1.0
    for j in range(18, 0, -2):
        s = 1.0 - s * square / (j * (j + 1))
        c = 1.0 - c * square / (j * (j - 1))
    return c, s * angle


def follow(height, spin, kappa, push, until, escape):
    """The top let go at rest and upright, its moment down, at the distance ``push`` from the axis.

    Returns the rows (times, xs, ys, zs, sines of the tilt) and the time at which it was
    ``escape`` away sideways or up or down, or None if that is later than ``until``.

    Between kicks of force and torque the place drifts and the figure axis turns about the
    angular momentum at the rate of its size over κ, both exactly.
    """
    weight = stiffness(height)[0]
    scale = 1 / weight
    x, y, z = push, 0.0, height
    u, v, w = 0.0, 0.0, 0.0
    n = (0.0, 0.0, -1.0)
    L = (0.0, 0.0, -spin)
    step = min(0.1, 0.6 * kappa / spin)
    count = int(until / step)
    every = max(1, count // 500)
    rows = ([0.0], [x], [y], [z], [0.0])
    F, N = pull(x, y, z, n, scale)
    half = 0.5 * step
    for j in range(1, count + 1):
        u, v, w = u + half * F[0], v + half * F[1], w + half * F[2]
        L_x, L_y, L_z = L[0] + half * N[0], L[1] + half * N[1], L[2] + half * N[2]
        x, y, z = x + step * u, y + step * v, z + step * w
        size = sqrt(L_x * L_x + L_y * L_y + L_z * L_z)
        e_x, e_y, e_z = L_x / size, L_y / size, L_z / size
        c, s = _turn(size * step / kappa)
        n_x, n_y, n_z = n
        rest = (1 - c) * (e_x * n_x + e_y * n_y + e_z * n_z)
        n = (
            c * n_x + s * (e_y * n_z - e_z * n_y) + rest * e_x,
            c * n_y + s * (e_z * n_x - e_x * n_z) + rest * e_y,
            c * n_z + s * (e_x * n_y - e_y * n_x) + rest * e_z,
        )
        F, N = pull(x, y, z, n, scale)
        u, v, w = u + half * F[0], v + half * F[1], w + half * F[2]
        L = (L_x + half * N[0], L_y + half * N[1], L_z + half * N[2])
        lost = x * x + y * y > escape * escape or abs(z - height) > escape
        if j % every == 0 or lost:
            tilt = sqrt(n[0] * n[0] + n[1] * n[1])
            for row, value in zip(rows, (j * step, x, y, z, tilt)):  # noqa: B905 (MicroPython)
                row.append(value)
        if lost:
            return rows, j * step
    return rows, None
