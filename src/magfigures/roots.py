"""Where a function vanishes. Shared by figures."""


def zero(function, low, below, high, above, within):
    """Where the function, below < 0 at low and above > 0 at high, vanishes, to that part of it: by
    the secant's step, an end that stays twice counting half (the Illinois method)."""
    last, side = low, 0
    for _ in range(60):
        middle = (low * above - high * below) / (above - below)
        if not low < middle < high or abs(middle - last) < within * middle:
            break
        last, value = middle, function(middle)
        if value == 0:
            break
        if value < 0:
            low, below = middle, value
            above *= 0.5 if side < 0 else 1.0
            side = -1
        else:
            high, above = middle, value
            below *= 0.5 if side > 0 else 1.0
            side = 1
    return middle
