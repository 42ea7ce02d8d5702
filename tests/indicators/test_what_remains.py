"""One counter of what is left to fill in, and the words about dates around it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directives.models import Frequency, Status
from indicators import waiting, workflow
from indicators.models import IndicatorValue
from indicators.pages import desk
from indicators.pages.my_reports import reports_of
from indicators.pages.report import ReportPage
from tests import make
from tests.indicators import make_indicators as mk
from tests.make import TODAY, make_period, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment(hour=12))
    monkeypatch.setattr(timezone, "localdate", lambda at=None: TODAY if at is None else at.date())


@pytest.fixture
def another(vyazma):
    """A second school of the same authority."""
    return make.make_school(vyazma)


@pytest.fixture
def collection(a_school):
    """Two shares, one denominator known from the passport."""
    pupils = mk.make_quantity("pupils")
    mk.make_indicator("А", quantity=pupils)
    mk.make_indicator("Б")
    mk.make_passport(a_school, {pupils: 20})
    return mk.make_collection()


@pytest.fixture
def report(collection, a_school):
    return mk.report_of(collection, a_school)


def page(client, name, *keys, **query) -> str:
    content = client.get(reverse(name, args=keys), query).content.decode()
    return " ".join(content.replace("\xa0", " ").split())


def test_every_page_counts_the_same(client, school, report):
    client.force_login(school)
    said = "сталось заполнить 3 поля из 4"
    for name, keys in [("my-assignments", []), ("indicator-report-list", []),
                       ("indicator-fill", [report.pk])]:  # fmt: skip
        assert said in page(client, name, *keys), name


@pytest.mark.parametrize(
    ("numbers", "left"),
    [(((3, 20), (5, 10)), 0), (((3, 20), (5, 4)), 1), (((3, 20), (5, None)), 1),
     (((3, 20), (None, 10)), 1), (((30, 20), (5, 4)), 2)],
)  # fmt: skip
def test_what_breaks_a_rule_is_not_filled(school, report, numbers, left):
    mk.fill(report, school, *numbers)
    whole = ReportPage(report).progress()
    assert (whole.left, whole.total) == (left, 4)
    assert reports_of(school).to_do[0].progress == whole
    assert desk.desk_of(school, TODAY).own[0].progress == whole


def test_a_reason_that_needs_a_sentence_leaves_something(school, report):
    row = mk.asked_of(report)[0]
    typed = workflow.Typed(None, 20, absence="other")
    workflow.keep_value(report=report, asked=row, typed=typed, by=school, at=moment())
    assert ReportPage(report).progress().left == 3  # one of them asks for the sentence


def test_the_sentence_about_the_reason_stands_beside_it_at_once(client, school, report):
    client.force_login(school)
    row = mk.asked_of(report)[0]
    data = {f"n-{row.pk}": "", f"d-{row.pk}": "20", f"a-{row.pk}": "other", f"e-{row.pk}": "",
            f"v-{row.pk}": "0"}  # fmt: skip
    address = reverse("indicator-value", args=[report.pk, row.pk])
    answer = client.post(address, data, headers={"HX-Request": "true"}).content.decode()
    beside = answer.split(f'id="why-{row.pk}"')[1]
    assert "Поясните одним предложением" in beside
    assert answer.count("Поясните одним предложением") == 1


def test_past_periods_newest_first_then_the_longer(school, municipality, a_school):
    mk.make_indicator("А")
    year = {"school_year": 2025, "due_on": TODAY}
    ends = TODAY - timedelta(days=100)
    for number, days, kind in [(3, 90, Frequency.QUARTER), (4, 0, Frequency.QUARTER)]:
        period = make_period(
            number=number, kind=kind, ends_on=ends - timedelta(days=days),
            starts_on=ends - timedelta(days=days + 60), **year,
        )  # fmt: skip
        mk.accept(mk.report_of(mk.make_collection(period), a_school), school, municipality, (3, 10))
    mk.make_indicator("В", frequency=Frequency.YEAR)
    whole = make_period(
        number=1, kind=Frequency.YEAR, ends_on=ends, starts_on=ends - timedelta(days=260), **year
    )
    mk.accept(mk.report_of(mk.make_collection(whole), a_school), school, municipality, (3, 10))
    past = [item.report.collection.period for item in reports_of(school).past]
    assert [(row.kind, row.number) for row in past] == [
        (Frequency.YEAR, 1), (Frequency.QUARTER, 4), (Frequency.QUARTER, 3)
    ]  # fmt: skip


def test_late_is_said_wherever_one_s_own_report_stands(client, school, report):
    report.due_on = TODAY - timedelta(days=18)
    report.save()
    client.force_login(school)
    for name, keys in [("indicator-report-list", []), ("indicator-fill", [report.pk]),
                       ("indicator-report", [report.pk]), ("my-assignments", [])]:  # fmt: skip
        text = page(client, name, *keys)
        assert "просрочено, срок был 5 ноября" in text, name
        assert "до 5 ноября" not in text, name


def test_those_below_who_are_late_and_who_have_time_are_told_apart(
    client, another, municipality, vyazma, report
):
    report.due_on = TODAY - timedelta(days=1)
    report.save()
    owed = waiting.owed_below(municipality, TODAY)
    client.force_login(municipality)
    for show, count in [("late", owed.late), ("to_come", owed.to_come)]:
        query = {"period": "open", "whose": "below", "show": show}
        found = client.get(reverse("indicator-not-reported"), query).context["page"]
        assert found.paginator.count == count
        assert vyazma not in {row.organization for row in found}
    assert owed == waiting.Owed(1, 1, mk.day(10))
    for name in ("desk", "indicator-review-queue"):
        assert "не сдали в срок" in page(client, name)


def test_the_upload_of_a_report_comes_with_its_period_and_body(client, school, report, a_school):
    mk.make_collection(make_period(number=2))
    client.force_login(school)
    query = f"?collection={report.collection_id}&amp;whose={a_school.pk}"
    for name in ("indicator-fill", "indicator-report"):
        assert f"{reverse('value-list-upload')}{query}" in page(client, name, report.pk)
    form = client.get(
        reverse("value-list-upload"), {"collection": report.collection_id, "whose": a_school.pk}
    ).context["form"]
    assert form["collection"].value() == str(report.collection_id)
    gone = client.get(reverse("value-list-upload"), {"collection": 0, "whose": 0}).context["form"]
    assert gone["whose"].value() == str(a_school.pk)


def test_one_press_shows_what_went_and_how_to_take_it_back(
    client, school, municipality, report, a_school
):
    mk.accept(report, school, municipality, (3, 20), (5, 10))
    second = mk.report_of(mk.make_collection(make_period(number=2)), a_school)
    client.force_login(school)
    address = reverse("indicator-nil", args=[second.pk])
    answer = client.post(address, {"key": str(uuid.uuid4())}, follow=True)
    text = answer.content.decode()
    second.refresh_from_db()
    assert second.status == Status.SUBMITTED
    assert IndicatorValue.objects.filter(report=second).count() == 2
    assert "Отправлены прошлые значения" in text
    assert text.index("Отправленные значения") > text.index("Отозвать")
    assert '<button class="button">Отозвать</button>' in text
