"""Constants of nature, CODATA 2022 (E. Tiesinga et al., NIST, 2024)."""

from math import pi

#: Vacuum magnetic permeability μ0 in H/m; relative standard uncertainty 1.6e-10.
MU_0 = 1.25663706127e-6

#: ħc in J m; exact in the SI, from h = 6.62607015e-34 J s and c = 299792458 m/s.
HBAR_C = 6.62607015e-34 * 299792458 / (2 * pi)
