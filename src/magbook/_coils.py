"""Arrays of coils, each a row of loops, for `magbook.coils`."""

from functools import partial
from typing import Any

import numpy as np

from magbook._domains import (
    Direction,
    Found,
    NonNegative,
    Numbers,
    Positive,
    Real,
    Vector,
    numbers_only,
)
from magbook._lift import elementwise
from magbook.coils import NUMBERS, power_and_wrench
from magbook.sphere import CLEAR, INSIDE, RANGES, clear


def _clear(centres: Vector, normals: Vector, a: float, b: float) -> bool:
    return clear(centres, normals, a, b)


@elementwise(**RANGES, **INSIDE, centres=(_clear, CLEAR[1]))
def _loops(
    centres: Vector,
    normals: Direction,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    mu_r: Positive,
    inner: NonNegative,
) -> tuple[Vector, Vector, Real]:
    """The loops as they are, once they are admitted."""
    return centres, normals, b


def of_coil(
    which: int,
    centres: Numbers,
    normals: Numbers,
    a: Numbers,
    b: Numbers,
    sigma: Numbers,
    omega: Numbers,
    I: Numbers,
    mu_r: Numbers,
    inner: Numbers,
) -> Found:
    """Result number ``which`` of `power_and_wrench`, for arrays of coils."""
    given = (centres, normals, a, b, sigma, omega, I, mu_r, inner)
    if any(hasattr(value, "dask") for value in given):
        return _lazily(which, given)
    current = _phasors(I)
    shared = [np.asarray(x)[..., None] for x in (a, sigma, omega, mu_r, inner)]
    radius, sigma, omega, mu_r, inner = shared
    x, n, b = _loops(centres, normals, radius, b, sigma, omega, mu_r, inner)
    try:
        shape = np.broadcast_shapes(np.shape(b), current.shape)
    except ValueError:
        words = f"I of shape {current.shape} and loops of shape {np.shape(b)} do not broadcast"
        raise ValueError(words) from None
    loops = np.empty((*shape, NUMBERS))
    loops[..., :3], loops[..., 3:6], loops[..., 6] = x, n, b
    loops[..., 7], loops[..., 8] = current.real, current.imag
    places = shape[:-1]
    a, *others = (np.broadcast_to(s[..., 0], places) for s in shared)
    found = np.empty((*places, 3) if which else places)
    for i in np.ndindex(places):
        arguments = [float(x[i]) for x in (a, *others)]
        found[i] = power_and_wrench(loops[i].ravel(), *arguments)[which]
    return found if found.ndim else found[()]


def _phasors(I: Any) -> np.ndarray:
    numbers_only("I", I)
    try:
        current = np.asarray(I).astype(complex)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"I must be real or complex; got I = {I!r}") from None
    bad = current[~np.isfinite(current)]
    if bad.size:
        raise ValueError(f"I must be finite; got I = {bad.flat[0]}")
    return np.atleast_1d(current)


def _lazily(which: int, given: tuple[Any, ...]) -> Any:
    """Dask arrays: the same call on each block. A loop's axis lies in one."""
    import dask.array as da

    arrays = [x if hasattr(x, "dask") else np.asarray(x) for x in given]
    axes = ["(k,i)", "(k,i)", "()", "(k)", "()", "()", "(k)", "()", "()"]
    core = [axis.count(",") + axis.count("k") for axis in axes]
    least = [x[(None,) * max(0, n - x.ndim)] for x, n in zip(arrays, core, strict=True)]
    most = max(x.shape[-n] for x, n in zip(least, core, strict=True) if n)
    for j, n in enumerate(core):
        if n and least[j].shape[-n] == 1:
            shape = list(least[j].shape)
            shape[-n] = most
            least[j] = da.broadcast_to(least[j], shape)
    return da.apply_gufunc(
        partial(of_coil, which),
        ",".join(axes) + ("->(i)" if which else "->()"),
        *least,
        output_dtypes=float,
        allow_rechunk=True,
    )
