"""Takes the pictures of the officials' screens; with --all FOLDER, every page of every demo user.

Starts a server of its own on a temporary data folder, with the demo told until a fixed day and the
clock standing on it: the same code gives the same picture. `--all` opens one page of each kind that
a user finds by following links, at two widths, light and dark.
"""

import argparse
import io
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

import django
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.urls import Resolver404, resolve
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from resolution_tracker import assets, postgres
from scripts import chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
# Name of the picture, address, how high: what an official of the department sees.
SCREENS = [
    ("front-page.png", "/resolution/", 1200),
    ("by-municipality.png", "/municipalities/", 1200),
    ("map.png", "/map/", 1000),
    ("themes.png", "/themes/", 1200),
    ("trend.png", "/trend/", 1000),
    ("two-dates.png", "/comparison/?from=2026-10-15", 1000),
    ("discipline.png", "/discipline/", 1100),
    ("reviewers.png", "/discipline/reviewers/", 1000),
    ("figure.png", "/figures/execution/", 1000),
    ("documents.png", "/documents/", 800),
]
DAY = date(2026, 11, 23)
WIDTHS = {1280: 900, 360: 740}
SCHEMES = ("light", "dark")
# Answers that are no pages, and pages that end the visit or belong to Django.
PASSED_OVER = {
    "account_logout",
    "evidence-download",
    "evidence-preview",
    "healthz",
    "readyz",
}
_ARGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()


class Quiet(WSGIRequestHandler):
    """Keeps its log to itself."""

    def log_message(self, *args) -> None:
        """Nothing."""


@contextmanager
def stage(day: date) -> Iterator[str]:
    """The address of a server with the demo of this day, in a folder that goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="rt-pictures-"))
    folder.chmod(0o755)  # the database's user, if it is another, passes through
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"DATA_DIR": str(folder), "DEMO": "1", "CONN_MAX_AGE": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "resolution_tracker.settings"
    try:
        with postgres.running(folder, fast=True):
            django.setup()
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            assets.collect()
            call_command("fill_demo", today=day)
            with standing_clock(day), served() as address:
                yield address
    finally:
        shutil.rmtree(folder)


@contextmanager
def standing_clock(day: date) -> Iterator[None]:
    """The evening of the day, for as long as it takes: 19:00 in Moscow, after the last deed."""
    evening = datetime.combine(day, time(16), UTC)
    with patch("django.utils.timezone.now", lambda: evening):
        yield


@contextmanager
def served() -> Iterator[str]:
    """Our pages from a thread of this process, on a free port."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, ipv6=False)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def visitor(browser: Browser, address: str, username: str = "") -> Page:
    """A window of a demo user; of nobody, without a name."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ru-RU")
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    if username:
        page.locator(f"form:has(input[value={username}]) button").click()
        page.wait_for_url(lambda url: "/accounts/" not in url)
    return page


def screens(browser: Browser, address: str) -> None:
    """What a regional official reads, in few enough colours to be small files."""
    page = visitor(browser, address, "department")
    for name, path, height in SCREENS:
        page.set_viewport_size({"width": 1280, "height": height})
        page.goto(address + path)
        taken = Image.open(io.BytesIO(page.screenshot()))
        picture = taken.convert("RGB").quantize(128, dither=Image.Dither.NONE)
        picture.save(FOLDER / name, optimize=True)
        print(f"{FOLDER / name}: {(FOLDER / name).stat().st_size // 1000} kB")


def all_pages(browser: Browser, address: str, folder: Path) -> None:
    """For each user the first page of each kind, in the order in which links lead there."""
    door = visitor(browser, address)
    names = door.eval_on_selector_all(
        "input[type=hidden][name=username]", "all => all.map(one => one.value)"
    )
    for username in ("", *names):
        page = visitor(browser, address, username)
        place = folder / (username or "nobody")
        place.mkdir(parents=True, exist_ok=True)
        count = 0
        for name in walk(page, address):
            count += 1
            take(page, place / f"{count:02}-{name.replace(':', '-')}")
        page.context.close()
        print(f"{place}: {count} pages")


def walk(page: Page, address: str) -> Iterator[str]:
    """Go from link to link, and stop at the first page of each kind with its name."""
    found, waiting = set(), [urlsplit(page.url).path]
    while waiting:
        path = waiting.pop(0)
        name = kind(path)
        if not name or name in found:
            continue
        found.add(name)
        if page.goto(address + path).status != 200:
            continue
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        waiting += [urlsplit(link).path for link in links if link.startswith(address)]
        yield name


def kind(path: str) -> str:
    """The name of the address; empty for what is no page of ours."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return "" if name in PASSED_OVER or name.startswith("admin:") else name


def take(page: Page, path: Path) -> None:
    """The whole page, at each width and in each scheme.

    In a window as high as the page: what sticks to an edge of the screen would cover a line of it.
    """
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": whole})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=f"{path}-{width}-{scheme}.png", full_page=True)


def main() -> None:
    """The officials' screens, or all there is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="all pages, into this folder")
    parser.add_argument("--today", type=date.fromisoformat, default=DAY, metavar="DAY")
    options = parser.parse_args()
    if options.all and options.all.resolve().is_relative_to(ROOT):
        parser.error("FOLDER lies in the repository: choose one outside")
    path = chromium.find() or sys.exit(chromium.MISSING)
    with stage(options.today) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGS)
        if options.all:
            all_pages(browser, address, options.all)
        else:
            screens(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
