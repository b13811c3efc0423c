"""Sine and cosine of the angles that a reader sets, in degrees.

Both have all their symmetries to the last bit, and their zeros: what cancels does so.
"""

from math import radians, sin

from magbook.elementwise import part


@part
def sine(angle):
    if abs(angle) > 90:
        angle = (angle + 90) % 360 - 90  # from -90 to 270
        if angle > 90:
            angle = 180 - angle
    return sin(radians(angle))


@part
def cosine(angle):
    return sine(90 - angle)
