"""Constants of nature, CODATA 2022 (E. Tiesinga et al., NIST, 2024)."""

#: Vacuum magnetic permeability μ0 in H/m; relative standard uncertainty 1.6e-10.
MU_0 = 1.25663706127e-6
