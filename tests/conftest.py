"""Settings for all tests."""

import gc
import re

from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

# a kernel's first call compiles it, which is no reason to fail
settings.register_profile("magbook", deadline=None)
settings.load_profile("magbook")

# Numba and mpmath make many objects and few cycles: to look for these so often took 7 % of the time
gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish():
    """What is collected stays: let no collector go through it again."""
    gc.freeze()


class Together(LoadScopeScheduling):
    """Tests that share something costly go to one process: a figure's page, a JupyterLab, a wheel,
    the book on paper, the kernels' answers in MicroPython, a browser. (Groups of pytest-xdist 3.8
    are lost on pytest 9.2.)"""

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        if file.endswith(
            ("test_install.py", "test_lab.py", "test_paper.py", "test_webassembly.py")
        ):
            return file
        shared = {
            "test_site.py": r"\[([a-z-]+)\]$",  # the figure
            "test_hands.py": r"\[([a-z-]+)\]$",
            "test_pages.py": r"\[(?:\d+-)?([a-z/-]+\.html)",  # the page
            "test_browsers.py": r"\[([a-z]+)[-\]]",  # the engine
        }.get(file.rpartition("/")[2])
        found = shared and re.search(shared, test)
        return found[1] if found else nodeid


def pytest_xdist_make_scheduler(config, log):
    return Together(config, log)
