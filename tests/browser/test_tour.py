"""Every page of every role, in a real browser at two widths: sound, quiet, within one screen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from resolution_tracker.intake.preview import Show
from resolution_tracker.shell import demo, start
from tests import make
from tests.access.test_every_url import ROLES, ROWS
from tests.world import addresses_of, draft_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOT_PAGES = {
    *("healthz", "readyz", "robots", "evidence-download", "evidence-preview"),
    *("school-list-file", "school-list-template", "school-list-export", "school-list-errors"),
    *("report-workbook", "municipality-workbook", "region-workbook"),
    *("value-list-errors", "value-list-file", "document-docx"),
}
# Pages that read otherwise for another than the first who may open them.
ALSO = {
    "municipality": "resolution directive-detail review-queue assignment-detail assignment-review "
    "municipality-detail organization-detail my-assignments not-reported indicator-review "
    "indicator-report-list indicator-list indicator-reopen completeness passport "
    "municipality-grid school-grid discipline trend document-list",
    "school": "resolution assignment-detail assignment-report organization-detail "
    "value-list-detail indicator-report indicator-fill indicator-detail roll-up passport",
    "reader": "resolution municipality-grid municipality-map theme-chains trend two-days "
    "figure-detail document-list directive-detail",
    "soiro": "municipality-grid my-assignments assignment-list indicator-report-list",
    "staff": "assignment-detail organization-detail school-list-detail school-list-board "
    "value-list-board indicator-catalogue",
}


@pytest.fixture
def users(request):
    return {role: request.getfixturevalue(role) for role in ROLES if role != "anonymous"}


@pytest.fixture
def addresses(users, a_school) -> dict[str, str]:
    return addresses_of(a_school, users["school"], timezone.now())


def plan(addresses) -> dict[str, list[str]]:
    """For each role its landing, the pages it is the first to open, and those it sees otherwise."""
    visits = {"anonymous": []} | {role: ["/"] for role in ROLES[1:]}
    for name, codes in ROWS.items():
        if "." in codes and name not in NOT_PAGES:
            visits[ROLES[codes.index(".")]].append(addresses[name])
    for role, names in ALSO.items():
        visits[role] += [addresses[name] for name in names.split()]
    visits["school"].append(draft_address())
    parts = [f"{addresses['school-list-detail']}?show={part}" for part in Show.values]
    visits["municipality"] += parts
    return visits


def test_every_page_of_every_role_is_sound(people, users, addresses):
    problems = []
    for role, paths in plan(addresses).items():
        person = people()
        if role != "anonymous":
            person.is_signed_in(users[role])
        for path in dict.fromkeys(paths):
            try:
                person.opens(path)
                person.sees_a_sound_page_at_every_width()
            except AssertionError as problem:
                problems.append(f"{role} {path}: {problem}")
    assert not problems, "\n".join(problems)


def test_pages_of_an_empty_system_are_sound(people, width, department, staff):
    official, keeper = people(width), people(width)
    official.is_signed_in(department)
    keeper.is_signed_in(staff)
    for person, names in [
        (official, "resolution assignment-list not-reported review-queue spot-check-list control"),
        (keeper, "home staff-home organization-list"),
    ]:
        for name in names.split():
            person.opens(reverse(name))
            person.sees_a_sound_page()


def test_the_door_of_the_demo_opens_with_one_click(people, width, settings, a_school):
    settings.DEMO = True
    for username in demo.USERS:
        make.make_user(username, a_school, email=f"{username}@{demo.MAIL_DOMAIN}")
    visitor = people(width)
    visitor.opens(reverse("account_login"))
    visitor.sees_a_sound_page()
    visitor.page.get_by_role("button", name="Школа: school").click()
    visitor.page.wait_for_url("**/my/")
    visitor.sees_a_sound_page()


def test_pages_of_errors_are_sound(people, width, monkeypatch, settings, outsider):
    person = people(width)
    person.is_signed_in(outsider)
    monkeypatch.setattr(start, "landing", lambda view: 1 / 0)
    for path, status in {
        "/nowhere/": 404,
        reverse("staff-home"): 403,
        reverse("not-reported") + "?q=%00": 400,
        reverse("home"): 500,
    }.items():
        person.opens(path, status)
        person.sees_a_sound_page()


def test_a_form_from_before_another_sign_in_says_so(people, width, outsider):
    person = people(width)
    person.is_signed_in(outsider)
    person.opens(reverse("account_logout"))
    person.refusals.add(person.page.url)
    person.page.evaluate("document.querySelector('main form input').value = 'stale'")
    person.page.locator("main form button").click()
    person.page.get_by_role("heading", name="Форма устарела").wait_for()
    person.sees_a_sound_page()


def test_the_admin_keeps_the_policy_and_asks_nobody_else(people, staff):
    # Its markup is Django's; axe stays away, whose own styles the policy blocks on some of it.
    person = people()
    person.is_signed_in(staff)
    for path in [
        reverse("admin:index"),
        reverse("admin:directives_theme_changelist"),
        reverse("admin:directives_theme_change", args=[make.make_theme().pk]),
        reverse("admin:directives_statusupdate_changelist"),
        reverse("admin:organizations_user_add"),
    ]:
        person.opens(path)
        person.page.wait_for_load_state("networkidle")
