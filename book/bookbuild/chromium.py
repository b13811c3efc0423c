"""The machine's Chromium or Chrome."""

import os
import shutil

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: features that are switched off: the address bar's two pages of suggestions, which Chromium loads
#: with every window (as costly as a page of the book), and of Playwright's own list, in whose place
#: this stands, what asks the network or outlives a window
FEATURES = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "Translate",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(FEATURES),
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
