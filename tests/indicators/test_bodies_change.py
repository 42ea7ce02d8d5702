"""Reports follow their bodies: new, moved, closed, revived and voided ones."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directives.models import Status
from indicators import collecting, following, workflow
from indicators.asking import bodies_asked, reporting_bodies
from indicators.models import Indicator, IndicatorReport, ReportStep, Source
from organizations.models import Level, Organization
from resolution_tracker.intake import take_back
from tests import make
from tests.indicators import make_indicators as mk
from tests.intake.conftest import enter, list_of  # noqa: F401 -- fixtures
from tests.intake.make_lists import school_row
from tests.make import TODAY, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(a_school, vyazma):
    mk.make_indicator("А")
    return mk.make_collection()


def follow(*bodies: Organization, **more) -> following.Followed:
    return following.follow(organizations=[body.pk for body in bodies], at=moment(), **more)


def closed(body: Organization, on=TODAY) -> Organization:
    body.closed_on = on
    body.save()
    return body


def moved(body: Organization) -> Organization:
    """The school stands in another municipality and answers to its authority."""
    authority = make.make_authority()
    body.municipality, body.parent = authority.municipality, authority
    body.save()
    return authority


def fresh(report: IndicatorReport) -> IndicatorReport:
    return mk.report_of(report.collection, report.organization)


def test_a_new_school_and_its_authority_are_asked_once(collection):
    school = make.make_school()
    assert follow(school).dealt == 2
    assert follow(school) == following.Followed()
    assert mk.report_of(collection, school.parent).status == Status.NOT_STARTED


def test_a_latecomer_gets_ten_working_days(collection):
    collection.period.due_dates.update(due_on=TODAY - timedelta(days=1))
    school = make.make_school()
    follow(school)
    assert mk.report_of(collection, school).due_on > TODAY + timedelta(days=10)


def test_a_body_that_closes_before_the_date_owes_nothing(collection):
    school = closed(make.make_school(), TODAY + timedelta(days=2))
    follow(school)
    assert not collection.reports.filter(organization=school).exists()


def test_a_school_is_asked_only_what_applies_and_the_query_agrees(db):
    mk.make_indicator("ЕГЭ", education_levels=["soo"])
    mk.make_indicator("Орган", level=Level.MUNICIPAL)
    make.make_department()
    for levels in (["noo", "ooo"], ["soo"], [], ["ooo", "soo"]):
        make.make_school(education_levels=levels)
    make.make_authority()
    for indicators in (Indicator.objects.all(), Indicator.objects.filter(code="ЕГЭ")):
        asked = reporting_bodies(indicators, TODAY)
        assert set(bodies_asked(indicators, TODAY).values_list("pk", flat=True)) == set(asked)
    assert len(asked) == 6  # three schools and the authorities above them


def test_closing_cancels_what_was_not_due_and_says_why(collection, a_school, school):
    report = mk.report_of(collection, a_school)
    mk.fill(report, school, (1, 2))
    assert follow(closed(a_school), text="Присоединена к СОШ № 3").cancelled == 1
    report = fresh(report)
    assert report.status == Status.CANCELLED
    assert report.entries.last().text == "Присоединена к СОШ № 3"


def test_what_was_sent_or_was_due_stays_when_the_body_closes(collection, a_school, school):
    report = mk.report_of(collection, a_school)
    mk.send(report, school, (1, 2))
    follow(closed(a_school))
    assert fresh(report).status == Status.SUBMITTED
    other = make.make_school(a_school.parent)
    follow(other)
    IndicatorReport.objects.filter(organization=other).update(due_on=TODAY - timedelta(days=1))
    follow(closed(other))
    assert mk.report_of(collection, other).status == Status.NOT_STARTED


def test_a_body_that_works_again_goes_on_from_where_it_stood(collection, a_school, school):
    report = mk.report_of(collection, a_school)
    mk.fill(report, school, (1, 2))
    follow(closed(a_school))
    IndicatorReport.objects.filter(pk=report.pk).update(due_on=TODAY - timedelta(days=1))
    assert follow(closed(a_school, None)).dealt == 1
    report = fresh(report)
    assert report.status == Status.IN_PROGRESS
    assert report.due_on > TODAY
    kinds = list(report.entries.values_list("kind", flat=True))
    assert kinds == [ReportStep.STARTED, ReportStep.CANCELLED, ReportStep.REVIVED]


def test_a_report_not_yet_sent_takes_the_new_place(collection, a_school):
    moved(a_school)
    assert follow(a_school) == following.Followed(dealt=1, moved=1)  # the new authority's own
    report = mk.report_of(collection, a_school)
    assert report.municipality == a_school.municipality
    assert report.entries.get().kind == ReportStep.MOVED


def test_what_waits_goes_to_the_new_parent_who_decides(collection, a_school, school, municipality):
    report = mk.report_of(collection, a_school)
    mk.send(report, school, (1, 2))
    authority = moved(a_school)
    follow(a_school)
    report = fresh(report)
    assert (report.reviewer, report.municipality) == (authority, a_school.municipality)
    assert not workflow.may_decide(report, municipality)
    reviewer = make.make_user("new", authority, "coordinator")
    workflow.accept(report=report, by=reviewer, at=moment())
    assert fresh(report).status == Status.ACCEPTED


def test_what_is_accepted_stays_in_the_figures_of_the_old_place(
    collection, a_school, school, municipality
):
    report = mk.report_of(collection, a_school)
    mk.accept(report, school, municipality, (1, 2))
    old = a_school.municipality
    authority = moved(a_school)
    follow(a_school)
    report = fresh(report)
    assert (report.municipality, report.reviewer) == (old, authority)


def test_figures_of_the_region_stand_where_the_report_stands(collection, a_school):
    beside = collecting.region_report(
        collection=collection, organization=a_school, source=Source.UPLOADED, at=moment()
    )
    moved(a_school)
    follow(a_school)
    beside.refresh_from_db()
    assert beside.municipality == a_school.municipality


def test_a_closed_collection_stays_and_is_made_to_fit_when_it_is_reopened(collection, a_school):
    collecting.close_collection(collection=collection, by=None, at=moment())
    new = make.make_school(a_school.parent)
    closed(a_school)
    assert follow(a_school, new) == following.Followed()
    collecting.reopen_collection(collection=collection, by=None, at=moment(), text="Ошибка")
    assert mk.report_of(collection, a_school).status == Status.CANCELLED
    assert mk.report_of(collection, new).status == Status.NOT_STARTED


def test_staff_who_close_a_school_are_told_and_can_take_it_back(
    client, staff, collection, a_school
):
    client.force_login(staff)
    today = timezone.localdate()
    collection.reports.update(due_on=today + timedelta(days=5))
    url = reverse("organization-close", args=[a_school.pk])
    said = {"closed_on": f"{today:%Y-%m-%d}", "text": "Закрыта"}
    assert client.post(url, said).context["reports"] == 1
    page = client.post(url, said | {"counted_for": said["closed_on"]}, follow=True)
    assert "Отменён 1 отчёт по показателям" in page.content.decode()
    assert mk.report_of(collection, a_school).status == Status.CANCELLED
    client.post(url, {"reopen": "1"})
    assert mk.report_of(collection, a_school).status == Status.NOT_STARTED


def test_an_applied_list_asks_its_schools_and_undoing_cancels(collection, enter):  # noqa: F811
    enter(school_row(1), school_row(2))
    new = collection.reports.filter(organization__inn__in=[make.inn(1), make.inn(2)])
    assert list(new.values_list("status", flat=True)) == [Status.NOT_STARTED] * 2
    again = enter(school_row(3))
    take_back.queue_undo(again, by=None)
    take_back.undo_list(again.pk, at=moment())
    report = collection.reports.get(organization__inn=make.inn(3))
    assert report.status == Status.CANCELLED
    assert report.entries.get().text
    enter(school_row(3))
    report.refresh_from_db()
    assert report.status == Status.NOT_STARTED


def test_a_school_with_figures_is_not_undone(collection, enter):  # noqa: F811
    school_list = enter(school_row(1))
    body = Organization.objects.get(inn=make.inn(1))
    mk.make_passport(body, {mk.make_quantity(): 5})
    outlook = take_back.outlook(school_list)
    assert (outlook.brought, list(outlook.stuck)) == ([], [body.pk])


def test_any_number_of_bodies_takes_as_many_queries(collection, a_school):
    def queries(bodies) -> int:
        for body in bodies:
            moved(body)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            following.follow(organizations=[body.pk for body in bodies], at=moment())
        return len(seen)

    authority = make.make_authority()
    one, many = ([make.make_school(authority) for _ in range(n)] for n in (1, 8))
    follow(*one, *many)
    few = queries(one)
    assert queries(many) <= few + 8  # one more for each different place, none for each report
