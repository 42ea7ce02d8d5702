"""A real browser: Debian's chromium, watched for what must never happen on any page."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from organizations.models import User
from scripts.chromium import MISSING, find

WIDTHS = {"desktop": (1280, 900), "phone": (360, 740)}
_ARGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = {"runOnly": {"type": "tag", "values": _WCAG}, "resultTypes": ["violations"]}
# Axe is in every page from its start: sent to each one anew it would cost more than it looks at.
_AXE_SOURCE = AXE_FILE_PATH.read_text(encoding="utf-8")
_VIOLATIONS = """async (options) => (await axe.run(document, options)).violations.map(
    (rule) => [rule.id, rule.nodes.slice(0, 3).map((node) => node.target)])"""
# Waiting for an idle network would take half a second each time; htmx says what it is doing.
_QUIET = "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"
_REPORT_CSP = """document.addEventListener('securitypolicyviolation', (event) =>
    console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI + event.sourceFile))"""


def chromium() -> str:
    """The browser's path; a machine without one fails, it does not skip."""
    path = find()
    assert path, MISSING
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's event loop runs in this thread and makes the ORM believe it is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium(), args=_ARGS)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def static_files_as_in_production(monkeypatch) -> None:
    """WhiteNoise serves them: the live server's own handler does not know the hashed names."""
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)


@dataclass
class Person:
    """Somebody at a browser of a certain width."""

    page: Page
    base: str
    width: str
    complaints: list[str] = field(default_factory=list)
    line_is_down: bool = False  # cut on purpose: then failed requests are no complaint
    refusals: set[str] = field(default_factory=set)  # pages meant to answer with an error

    def opens(self, path: str, status: int = 200) -> None:
        """Go there; the browser itself complains of an error status, and may where one is due."""
        if status >= 400:
            self.refusals.add(self.base + path)
        response = self.page.goto(self.base + path)
        assert response.status == status, (path, response.status)

    def signs_in(self, username: str) -> None:
        """By the sign-in form, as anybody."""
        self.opens("/accounts/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", f"secret-{username}")
        self.page.locator("form:has(input[name=password]) button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)

    def is_signed_in(self, user: User) -> None:
        """At once, where signing in is not what is tried."""
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": self.base}]
        )

    def settles(self) -> "Person":
        """After a click: a page that is still changing is not judged."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(_QUIET)
        self.page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
        return self

    def sees_a_sound_page(self) -> None:
        """No accessibility violation, nothing wider than the screen, one main heading."""
        problems = self.page.evaluate(_VIOLATIONS, _AXE)
        assert not problems, (self.page.url, problems)
        excess = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert excess <= 0, (self.page.url, f"{excess} px wider than the screen")
        assert self.page.locator("h1").count() == 1, self.page.url

    def sees_a_sound_page_at_every_width(self) -> None:
        """The page that is open, narrowed and widened again: not loaded a second time."""
        for width, height in WIDTHS.values():
            self.page.set_viewport_size({"width": width, "height": height})
            self.sees_a_sound_page()

    def loses_the_line(self) -> None:
        self.line_is_down = True
        self.page.context.set_offline(True)

    def has_the_line_again(self) -> None:
        self.page.context.set_offline(False)
        self.line_is_down = False

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)


@pytest.fixture(params=list(WIDTHS))
def width(request) -> str:
    return request.param


@pytest.fixture
def people(browser, live_server) -> Iterator:
    """Makes people at browsers; afterwards none of their pages may have complained."""
    made: list[Person] = []

    def make(width: str = "desktop") -> Person:
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        context = browser.new_context(
            viewport=size, locale="en-US", reduced_motion="reduce", has_touch=width == "phone"
        )
        context.set_default_timeout(15_000)
        context.add_init_script(_REPORT_CSP)
        context.add_init_script(_AXE_SOURCE)
        person = Person(context.new_page(), live_server.url, width)
        _watch(context, person)
        made.append(person)
        return person

    yield make
    for person in made:
        person.page.context.close()
    complaints = [complaint for person in made for complaint in person.complaints]
    assert not complaints, complaints


def _watch(context, person: Person) -> None:
    """Collect script errors, CSP violations and requests that leave the machine."""
    host = urlsplit(person.base).netloc

    def request_made(request) -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https") and url.netloc != host:
            person.complaints.append(f"request off the machine: {request.url}")

    def said(message) -> None:
        refused = message.location.get("url") in person.refusals
        if message.type == "error" and not person.line_is_down and not refused:
            person.complaints.append(f"{person.page.url}: {message.text}")

    context.on("request", request_made)
    context.on("console", said)
    context.on("weberror", lambda error: person.complaints.append(f"script: {error.error}"))
