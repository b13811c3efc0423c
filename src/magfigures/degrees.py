"""Sine and cosine of the angles that a reader sets, in degrees."""

from math import cos, radians, sin


def cosine(angle):
    """cos of an angle in degrees, exactly 0 at right angles."""
    return 0.0 if angle % 180 == 90 else cos(radians(angle))


def sine(angle):
    """sin of an angle in degrees, exactly 0 at whole half turns."""
    return 0.0 if angle % 180 == 0 else sin(radians(angle))
