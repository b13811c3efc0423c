"""Settings for all tests."""

import re

from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

# a kernel's first call compiles it, which is no reason to fail
settings.register_profile("magbook", deadline=None)
settings.load_profile("magbook")


class Together(LoadScopeScheduling):
    """Tests that share something costly go to one process: a figure's page, a JupyterLab, a wheel,
    the kernels' answers in MicroPython. (Groups of pytest-xdist 3.8 are lost on pytest 9.2.)"""

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        if file.endswith(("test_install.py", "test_lab.py", "test_micropython.py")):
            return file
        figure = re.search(r"\[([a-z-]+)\]$", test)
        return figure[1] if figure and file.endswith("test_site.py") else nodeid


def pytest_xdist_make_scheduler(config, log):
    return Together(config, log)
