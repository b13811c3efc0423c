"""The zip to take along: unpacked anywhere, it opens by a double click."""

import zipfile

from bookbuild.release import pack

from tests.browser.conftest import LIVE, PATIENCE, SITE
from tests.test_lasting import BOOK


def test_the_zip_opens_elsewhere(browser, tmp_path):
    made = pack(SITE, tmp_path, BOOK)
    elsewhere = tmp_path / "a b ü"
    zipfile.ZipFile(made).extractall(elsewhere)
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto((elsewhere / made.stem / "index.html").as_uri())
        page.locator('figure[data-state="live"]').first.wait_for()
        page.wait_for_function(LIVE)
        assert f"{made.stem}/site/book/" in page.url and not complaints
