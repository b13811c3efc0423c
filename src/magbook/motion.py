"""Bodies let go: two magnetised balls, a sphere on the axis of its coil, a top over a ring.

All are followed by the same scheme. A stretch of time is split into parts that are solved
exactly: the bodies drift and turn, friction slows them, force and torque change their momenta. The
symmetric product of these has an error of the third order in the stretch; five such stretches, the
middle one backwards, one of the fifth (M. Suzuki, Phys. Lett. A 146, 319 (1990)). No part changes
the total angular momentum, so that only rounding does. The energy is not built in: how well it
closes shows how well the motion is followed.

SI units. Each body has a module of its own, so that a page brings no other: `magbook.balls`,
`magbook.falling`, `magbook.top`.
"""

from magbook.balls import STATE, account, balls_at, trace_balls, two_balls
from magbook.falling import falling_sphere, floating, lift, sphere_at, trace_sphere
from magbook.steps import STEPS, blank
from magbook.top import account_top, hovering_top, top_at, trace_top

__all__ = [
    "STATE",
    "STEPS",
    "account",
    "account_top",
    "balls_at",
    "blank",
    "falling_sphere",
    "floating",
    "hovering_top",
    "lift",
    "sphere_at",
    "top_at",
    "trace_balls",
    "trace_sphere",
    "trace_top",
    "two_balls",
]
