"""Settings for all tests."""

from hypothesis import settings

# a kernel's first call compiles it, which is no reason to fail
settings.register_profile("magbook", deadline=None)
settings.load_profile("magbook")
