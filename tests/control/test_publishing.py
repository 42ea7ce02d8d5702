"""The department places items on control and takes them off."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Assignment, Control, Status
from organizations.models import Level
from tests import make

pytestmark = pytest.mark.django_db
CONTROL = reverse("control")


def publish(directive) -> str:
    return reverse("directive-publish", args=[directive.pk])


def once(**changes) -> dict[str, object]:
    """A form filled in for a one-off item."""
    return {
        "control": "once",
        "frequency": "",
        "placed_on_control_on": "2026-11-23",
        "due_on": "2026-12-01",
        "evidence_required": "on",
    } | changes


@pytest.fixture
def directive(vyazma):
    """An item nobody has placed on control, and three schools it will ask."""
    for _ in range(3):
        make.make_school(vyazma)
    return make.make_directive()


def test_publishing_is_told_first_and_done_after(page, directive):
    told = page.post(publish(directive), once(action="preview"))
    assert told.context["total"] == 3
    assert "Будет создано 3 поручения" in told.content.decode()
    assert not Assignment.objects.exists()
    answer = page.post(publish(directive), once(action="publish"), follow=True)
    assert "создано 3 поручения" in answer.content.decode()
    directive.refresh_from_db()
    assert directive.published_at is not None
    assert Assignment.objects.filter(due_on=date(2026, 12, 1)).count() == 3


def test_the_confirming_page_carries_every_setting(page, directive):
    soiro = make.make_institute()
    data = once(supported_by=[soiro.pk], action="preview")
    hidden = page.post(publish(directive), data).context["form"]
    again = {name: hidden[name].value() for name in hidden.fields}
    assert again["supported_by"] == [str(soiro.pk)]
    page.post(publish(directive), data | {"action": "publish"})
    assert list(directive.supported_by.all()) == [soiro]


def test_going_back_keeps_what_was_chosen(page, directive):
    answer = page.post(publish(directive), once(due_on="2026-12-17", action="change"))
    assert answer.context["form"]["due_on"].value() == "2026-12-17"
    directive.refresh_from_db()
    assert directive.due_on is None


def test_a_day_off_moves_and_the_page_says_so(page, directive):
    told = page.post(publish(directive), once(due_on="2026-12-06", action="preview"))
    text = told.content.decode()
    assert "нерабочий день" in text
    assert "4\u00a0декабря" in text
    page.post(publish(directive), once(due_on="2026-12-06", action="publish"))
    directive.refresh_from_db()
    assert directive.due_on == date(2026, 12, 4)


def test_a_periodic_item_counts_the_open_periods(page, directive):
    make.make_period(opened_at=make.moment())
    make.make_period(number=2)
    data = once(control="periodic", frequency="quarter", due_on="", action="preview")
    assert page.post(publish(directive), data).context["total"] == 3
    page.post(publish(directive), data | {"action": "publish"})
    assert Assignment.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2026-11-01"}, "due_on"),
        ({"due_on": "2026-11-20", "placed_on_control_on": "2026-11-02"}, "due_on"),
        ({"due_on": "0001-01-01"}, "due_on"),
        ({"due_on": "когда-нибудь"}, "due_on"),
        ({"placed_on_control_on": ""}, "placed_on_control_on"),
        ({"control": "periodic"}, "frequency"),
        ({"control": "weekly"}, "control"),
        ({"supported_by": [str(2**70)]}, "supported_by"),
    ],
)
@pytest.mark.parametrize("action", ["save", "preview", "publish"])
def test_what_is_wrong_is_said_beside_its_field(page, directive, changes, field, action):
    answer = page.post(publish(directive), once(action=action, **changes))
    assert field in answer.context["form"].errors
    directive.refresh_from_db()
    assert directive.published_at is None


def test_settings_can_be_saved_without_publishing(page, directive):
    data = once(control="periodic", frequency="year", due_on="", action="save")
    page.post(publish(directive), data)
    directive.refresh_from_db()
    assert (directive.control, directive.frequency) == (Control.PERIODIC, "year")
    assert not Assignment.objects.exists()


def test_what_is_published_is_frozen(page):
    directive = make.make_published()
    shown = page.get(publish(directive))
    assert shown.context["form"] is None
    page.post(publish(directive), once(control="periodic", frequency="year", action="publish"))
    directive.refresh_from_db()
    assert directive.control == Control.ONCE


def test_withdrawing_needs_a_reason_and_cancels_what_is_open(page, vyazma):
    make.make_school(vyazma)
    directive = make.make_published()
    url = reverse("directive-withdraw", args=[directive.pk])
    assert "text" in page.post(url, {}).context["form"].errors
    page.post(url, {"text": "Поглощён пунктом 4.1"})
    assert Assignment.objects.get().status == Status.CANCELLED
    assert page.get(url).status_code == 404


def test_queries_do_not_grow_with_items_and_periods(page):
    def count() -> int:
        page.get(CONTROL)
        with CaptureQueriesContext(connection) as found:
            page.get(CONTROL)
        return len(found)

    make.make_directive()
    make.make_period()
    few = count()
    for number in range(2, 5):
        make.make_directive(Level.MUNICIPAL)
        make.make_period(number=number)
    assert count() == few <= 15


def test_an_empty_system_says_what_to_do(page):
    text = page.get(CONTROL).content.decode()
    assert "Резолюция ещё не внесена" in text
    assert "Периодов ещё нет" in text


@pytest.mark.parametrize("name", ["directive-publish", "directive-withdraw", "period-edit",
                                  "period-open", "period-close"])  # fmt: skip
def test_the_department_alone_finds_it(client, name, municipality, soiro, school, viewer, staff,
                                       outsider):  # fmt: skip
    make.make_directive()
    for person in (municipality, soiro, school, viewer, staff, outsider):
        client.force_login(person)
        assert client.get(CONTROL).status_code == 404
        assert client.get(reverse(name, args=[1])).status_code == 404
        assert client.post(reverse(name, args=[1])).status_code == 404
        assert client.post(reverse("period-add")).status_code == 404


@pytest.mark.parametrize("pk", [0, 999999, 2**63, 2**70])
def test_an_unknown_number_is_not_found(page, pk):
    for part in ("directives/{}/publish", "directives/{}/withdraw", "periods/{}/open"):
        assert page.get(f"/control/{part.format(pk)}/").status_code == 404
