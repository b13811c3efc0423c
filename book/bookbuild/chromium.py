"""The machine's Chromium or Chrome."""

import os
import shutil

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Its path; FileNotFoundError says how to get one."""
    wanted = os.environ.get("CHROME")
    found = next(filter(None, map(shutil.which, [wanted] if wanted else BROWSERS)), None)
    if found is None:
        raise FileNotFoundError(
            f"there is no {wanted}, which the environment variable CHROME names"
            if wanted
            else "there is no Chromium or Chrome: apt-get install chromium, "
            "or name one in the environment variable CHROME"
        )
    return found
