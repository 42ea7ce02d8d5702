"""What once went wrong, one case each."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directives.calendar import school_year_of
from directives.models import Assignment
from indicators import collecting, completeness, computing, quantities, speaking, workflow
from indicators.following import follow
from indicators.models import (
    ClosedFigure,
    Indicator,
    IndicatorReport,
    IndicatorValue,
    PassportValue,
    ReportEntry,
)
from indicators.pages.my_reports import passports_lacking
from indicators.rules import NotWhole, whole_number
from indicators.shares import Standing
from indicators.standings import standings_of_directives
from organizations.models import Level, Role
from tests import make
from tests.indicators import make_indicators as mk
from tests.indicators.test_roll_up import write
from tests.indicators.workbook import sheets

pytestmark = pytest.mark.django_db
OVER = mk.day(500)


def quarter(number: int):
    return mk.make_collection(make.make_period(number=number, due_on=mk.day(10)))


def test_what_a_school_no_longer_teaches_does_not_go_along(a_school, school, vyazma, municipality):
    """A draft that no rule let through must not be accepted with the rest."""
    mk.make_indicator("А")
    mk.make_indicator("Б", education_levels=["soo"])
    collection = mk.make_collection()
    report, own = mk.report_of(collection, a_school), mk.report_of(collection, vyazma)
    mk.fill(report, school, (30, 40), (50, 40))
    a_school.education_levels = ["noo", "ooo"]
    a_school.save()
    report = mk.report_of(collection, a_school)
    workflow.submit(report=report, by=school, at=make.moment(), key=make.key())
    workflow.accept(report=report, by=municipality, at=make.moment())
    assert [row.asked.indicator.code for row in report.values.all()] == ["А"]
    entry = workflow.submit(
        report=own, by=municipality, at=make.moment(), key=make.key(), text="Все сдали."
    )
    assert [row.numerator for row in entry.roll_up.all()] == [30, 0]


@pytest.fixture
def two_regions(a_school):
    """30 / 40 here and 40 / 40 in a territory under a body in between, which is no part of it."""
    item = make.make_published(number="4.3", level="school")
    share = mk.make_indicator("А", directives=[item])
    mk.make_target(share, 80)
    foreign = make.make_school(make.make_authority(parent=make.make_institute()))
    collection = mk.make_collection()
    asked = mk.asked(collection, share)
    write(mk.report_of(collection, a_school), "accepted", {asked: (30, 40)})
    write(mk.report_of(collection, foreign), "accepted", {asked: (40, 40)})
    return item, collection


def said_of_region(item) -> tuple:
    note = speaking.notes(Indicator.objects.all(), speaking.Scope(), OVER)[0]
    counts = standings_of_directives(OVER)[item.pk]
    return note.figure.value, note.standing, dict(counts.standings)


def test_another_territory_is_no_part_of_what_is_said_of_the_region(two_regions, department):
    item, collection = two_regions
    here = (Decimal("75.0"), Standing.BEHIND, {Standing.BEHIND: 1})
    assert said_of_region(item) == here
    collecting.close_collection(collection=collection, by=department, at=make.moment())
    kept = ClosedFigure.objects.get()
    assert (kept.numerator, kept.denominator, kept.bodies_in) == (30, 40, 1)
    assert said_of_region(item) == here


def test_a_region_without_a_value_of_its_own_says_nothing(two_regions, a_school):
    item, _collection = two_regions
    IndicatorReport.objects.filter(organization=a_school).update(
        status="in_progress", accepted_at=None
    )
    note = speaking.notes(Indicator.objects.all(), speaking.Scope(), OVER)[0]
    assert note.figure is None
    assert dict(standings_of_directives(OVER)[item.pk].standings) == {Standing.NO_DATA: 1}


def test_the_margin_passes_over_a_period_with_nobody_to_count_as_the_item_does(a_school):
    item = make.make_published(number="4.3", level="school")
    share = mk.make_indicator("А", directives=[item])
    mk.make_target(share, 80)
    for number, numbers in ((1, (36, 40)), (2, (0, 0))):
        collection = quarter(number)
        write(mk.report_of(collection, a_school), "accepted",
              {mk.asked(collection, share): numbers})  # fmt: skip
    assert said_of_region(item) == (Decimal("90.0"), Standing.MET, {Standing.MET: 1})


def test_a_region_counts_its_own_passports_and_municipalities(a_school, vyazma):
    pupils = mk.make_quantity(education_levels=[])
    places = mk.make_quantity(origin="municipalities")
    foreign = make.make_school(make.make_authority(parent=make.make_institute()))
    mk.make_passport(a_school, {pupils: 40})
    mk.make_passport(foreign, {pupils: 500})
    department = make.make_department()
    known = quantities.known_of([department, vyazma], 2026, make.TODAY)
    assert known[department.pk] == {pupils.pk: 40, places.pk: 1}
    assert known[vyazma.pk] == {pupils.pk: 40}


def test_passports_of_taken_back_schools_and_of_levels_given_up_are_not_counted(
    a_school, vyazma, school
):
    pupils, older = mk.make_quantity(), mk.make_quantity(education_levels=["soo"])
    gone = make.make_school(vyazma, voided_at=make.moment())
    mk.make_passport(a_school, {older: 20})
    mk.make_passport(gone, {pupils: 500})
    a_school.education_levels = ["noo", "ooo"]
    a_school.save()
    assert quantities.known_of([vyazma, a_school], 2026, make.TODAY) == {
        vyazma.pk: {}, a_school.pk: {}
    }  # fmt: skip
    assert [row.lacking for row in passports_lacking(school, make.TODAY)] == [1]


def test_taking_back_what_was_reopened_keeps_that_it_came_in_time(a_school, school, municipality):
    mk.make_indicator("А")
    report = mk.report_of(mk.make_collection(), a_school)
    mk.accept(report, school, municipality, (30, 40))
    workflow.reopen(report=report, by=municipality, at=make.moment(), text="Проверьте число.")
    workflow.submit(report=report, by=school, at=make.moment(), key=make.key())
    workflow.withdraw(report=report, by=school, at=make.moment())
    report.refresh_from_db()
    assert report.first_submitted_on == make.TODAY


@pytest.fixture
def of_authority(a_school, vyazma):
    mk.make_indicator("А")
    mk.make_indicator("О", level=Level.MUNICIPAL)
    return mk.report_of(mk.make_collection(), vyazma)


def typed() -> dict[str, str]:
    return {"key": str(uuid.uuid4()), "text": "Школа на карантине"}


@pytest.mark.parametrize("action", ["save", "last"])
def test_a_sentence_about_schools_is_not_lost_with_a_draft(
    of_authority, municipality, client, action
):
    client.force_login(municipality)
    url = reverse("indicator-fill", args=[of_authority.pk])
    answer = client.post(url, typed() | {"action": action}, follow=True)
    assert "Школа на карантине</textarea>" in answer.content.decode()


def test_a_sentence_about_schools_waits_for_signing_in(of_authority, municipality, client):
    url = reverse("indicator-fill", args=[of_authority.pk])
    client.post(url, typed() | {"action": "submit"})
    client.post(reverse("account_login"), SIGNING_IN)
    assert "Школа на карантине</textarea>" in client.get(url).content.decode()


def test_unseen_characters_of_a_sentence_are_left_out(of_authority, municipality, client):
    client.force_login(municipality)
    mk.fill(of_authority, municipality, (3, 4))
    url = reverse("indicator-fill", args=[of_authority.pk])
    data = {"action": "submit", "key": str(uuid.uuid4()), "text": "Школа\x00 на карантине"}
    assert client.post(url, data).status_code == 302
    assert ReportEntry.objects.get(kind="submitted").text == "Школа на карантине"


def test_a_key_of_another_report_sends_this_one_all_the_same(a_school, vyazma, school):
    mk.make_indicator("А")
    second = make.make_school(vyazma)
    other = make.make_user("other", second)
    collection, key = mk.make_collection(), make.key()
    for body, by in ((a_school, school), (second, other)):
        report = mk.report_of(collection, body)
        mk.fill(report, by, (3, 40))
        assert workflow.submit(report=report, by=by, at=make.moment(), key=key).report == report


def test_a_count_takes_no_denominator_and_a_version_may_be_anything(a_school, school, client):
    count = mk.make_indicator("А", measure="count", unit="ед.")
    collection = mk.make_collection()
    report, asked = mk.report_of(collection, a_school), mk.asked(collection, count)
    client.force_login(school)
    data = {f"n-{asked.pk}": "7", f"d-{asked.pk}": "0", f"v-{asked.pk}": "9" * 5000}
    url = reverse("indicator-value", args=[report.pk, asked.pk])
    assert client.post(url, data, headers={"HX-Request": "true"}).status_code == 200
    value = IndicatorValue.objects.get()
    assert (value.numerator, value.denominator) == (7, None)


def test_a_press_with_a_key_of_many_digits_is_no_collection(department, client):
    client.force_login(department)
    data = {"action": "compute", "collection": "9" * 5000}
    assert client.post(reverse("collection-list"), data).status_code == 404


def test_a_choice_of_many_digits_chooses_nothing(municipality, client):
    client.force_login(municipality)
    data = {"chosen": ["9" * 5000, f"1:{'9' * 5000}"]}
    assert client.post(reverse("indicator-review-bulk"), data).status_code == 302


def test_thousands_are_not_read_as_a_fraction():
    assert [whole_number(text) for text in ("1 234", "12,0", "12.00", "0000000000012")] == [
        1234, 12, 12, 12
    ]  # fmt: skip
    for text in ("12,000", "1.000"):
        with pytest.raises(NotWhole):
            whole_number(text)


def test_one_of_few_cannot_be_found_by_subtraction(vyazma, department, school, client):
    """A count: one gymnasium hides behind «fewer than 3», and so must one more kind."""
    count = mk.make_indicator("А", measure="count", unit="ед.")
    share = mk.make_indicator("Б")
    kinds = ["gymnasium", *["basic"] * 3, *["secondary"] * 4]
    schools = [make.make_school(vyazma, kind=kind) for kind in kinds]
    collection = mk.make_collection()
    asked = [mk.asked(collection, row) for row in (count, share)]
    for body in schools:
        numbers = {asked[0]: (7, None), asked[1]: (30, 40)}
        write(mk.report_of(collection, body), "accepted", numbers)
    client.force_login(school)
    page = client.get(reverse("roll-up"), {"by": "school_kind", "period": collection.period_id})
    cells = page.context["screen"].page.cells
    assert [bool(cells[kind][0].veil) for kind in ("gymnasium", "basic", "secondary")] == [
        True, True, False
    ]  # fmt: skip
    detail = client.get(
        reverse("indicator-detail", args=[count.pk]), {"period": collection.period_id}
    )
    rows = {row.key: row.reading for row in detail.context["page"].kinds.rows}
    assert [rows[kind].value for kind in ("gymnasium", "basic", "secondary")] == [None, None, 28]
    detail = client.get(
        reverse("indicator-detail", args=[share.pk]), {"period": collection.period_id}
    )
    kinds = {row.key: row.reading for row in detail.context["page"].kinds.rows}
    assert [kinds[kind].value for kind in ("gymnasium", "basic")] == [None, Decimal("75.0")]
    assert {row.fraction for row in kinds.values()} == {""}
    client.force_login(department)
    detail = client.get(
        reverse("indicator-detail", args=[count.pk]), {"period": collection.period_id}
    )
    rows = {row.key: row.reading for row in detail.context["page"].kinds.rows}
    assert [rows[kind].value for kind in ("gymnasium", "basic", "secondary")] == [7, 21, 28]


def test_a_small_municipality_cannot_be_found_by_subtraction(vyazma, other_school, client):
    share = mk.make_indicator("А")
    bodies = [make.make_school(vyazma), make.make_school(), make.make_school()]
    collection = mk.make_collection()
    asked = mk.asked(collection, share)
    for body, numbers in zip(bodies, [(3, 5), (30, 40), (20, 40)], strict=True):
        write(mk.report_of(collection, body), "accepted", {asked: numbers})
    client.force_login(other_school)
    page = client.get(
        reverse("indicator-detail", args=[share.pk]), {"period": collection.period_id}
    )
    readings = [row.reading for row in page.context["page"].territories.rows]
    assert sorted(row.value or 0 for row in readings)[-2:] == [Decimal("50.0"), Decimal("75.0")]
    assert {row.fraction for row in readings} == {""}


def test_a_reporter_of_an_authority_sees_no_workbook_of_its_schools(
    a_school, vyazma, municipality, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    mk.make_indicator("А")
    collection = mk.make_collection()
    client.force_login(municipality)
    found = sheets.uploaded(
        client, sheets.table([a_school.name, "", "А", 3, 5]), collection, vyazma
    )
    client.force_login(make.make_user("clerk", vyazma, Role.REPORTER))
    for name in ("value-list-detail", "value-list-file", "value-list-errors"):
        assert sheets.code_of(client, reverse(name, args=[found.pk])) == 404
    assert not client.get(reverse("value-list-board")).context["page"].object_list


def test_a_report_accepted_anew_counts_where_its_school_stands_now(a_school, school, municipality):
    mk.make_indicator("А")
    mk.make_indicator("Р", source="uploaded")
    collection = mk.make_collection()
    report = mk.report_of(collection, a_school)
    mk.accept(report, school, municipality, (30, 40))
    given = {"collection": collection, "organization": a_school, "at": make.moment()}
    collecting.region_report(**given, source="uploaded")
    new = make.make_authority()
    by = make.make_user("new", new, Role.COORDINATOR)
    a_school.parent, a_school.municipality = new, new.municipality
    a_school.save()
    follow(at=make.moment())
    workflow.reopen(report=report, by=by, at=make.moment(), text="Проверьте число.")
    workflow.submit(report=report, by=school, at=make.moment(), key=make.key())
    workflow.accept(report=report, by=by, at=make.moment())
    places = IndicatorReport.objects.filter(organization=a_school).values_list("municipality")
    assert set(places) == {(new.municipality_id,)}


def test_what_came_late_stays_late_when_its_school_works_again(a_school, school, municipality):
    mk.make_indicator("А")
    collection = mk.make_collection(make.make_period(due_on=mk.day(1)))
    report, late = mk.report_of(collection, a_school), make.moment(mk.day(5))
    mk.send(report, school, (30, 40), at=late)
    workflow.return_for_rework(report=report, by=municipality, at=late, text="Мало")
    for voided_at in (late, None):
        a_school.voided_at = voided_at
        a_school.save()
        follow(at=late)
    counts = completeness.all_of(collection.reports.filter(organization=a_school))
    assert (counts.received, counts.in_time) == (1, 0)


SIGNING_IN = {"login": "municipality", "password": "secret-municipality"}


def test_a_decision_waits_for_signing_in(a_school, school, municipality, client):
    mk.make_indicator("А")
    collection = mk.make_collection()
    report = mk.report_of(collection, a_school)
    mk.send(report, school, (30, 40))
    url, remark = (
        reverse("indicator-review", args=[report.pk]),
        f"remark_{collection.asked.get().pk}",
    )
    client.post(url, {"decision": "return", "text": "Проверьте", remark: "Мало", "seen": 2})
    client.post(reverse("account_login"), SIGNING_IN)
    page = client.get(url).content.decode()
    assert "Проверьте</textarea>" in page
    assert "Мало</textarea>" in page
    report.refresh_from_db()
    assert report.status == "submitted"


def test_a_passport_waits_for_signing_in(a_school, municipality, client):
    quantity, year = mk.make_quantity(), school_year_of(timezone.localdate())
    url = reverse("passport", args=[a_school.pk, year])
    client.post(url, {f"q{quantity.pk}": "41", "version": ""})
    client.post(reverse("account_login"), SIGNING_IN)
    assert 'value="41"' in client.get(url).content.decode()
    assert not PassportValue.objects.exists()


@pytest.mark.parametrize("name", ["passport", "indicator-review"])
def test_a_stale_token_loses_nothing_and_changes_nothing(a_school, school, municipality, name):
    mk.make_indicator("А")
    quantity, year = mk.make_quantity(), school_year_of(timezone.localdate())
    report = mk.report_of(mk.make_collection(), a_school)
    mk.send(report, school, (30, 40))
    place = [a_school.pk, year] if name == "passport" else [report.pk]
    client = Client(enforce_csrf_checks=True)
    client.force_login(municipality)
    typed = {f"q{quantity.pk}": "41", "version": "", "decision": "accept", "text": "Число 41"}
    page = client.post(reverse(name, args=place), typed).content.decode()
    assert "Страница устарела" in page
    assert ('value="41"' if name == "passport" else "Число 41</textarea>") in page
    assert not PassportValue.objects.exists()
    report.refresh_from_db()
    assert report.status == "submitted"


def test_what_was_computed_stays_when_a_collection_is_opened_again(a_school, department):
    """Its period is long over: the progress of today is not its figure."""
    item = make.make_published(number="4.3", level="school", checkpoints=[make.make_checkpoint()])
    mk.make_indicator("К", source="computed", computed_from=item)
    collection = mk.make_collection()
    said = {"collection": collection, "by": department, "at": make.moment()}
    collecting.close_collection(**said)
    Assignment.objects.update(checkpoints_done=1)
    collecting.reopen_collection(**said, text="Ошибка в одном числе.")
    computing.refresh_all(at=make.moment())
    assert IndicatorValue.objects.get().numerator == 0
    computing.refresh(collection=collection, at=make.moment(), anew=True)
    assert IndicatorValue.objects.get().numerator == 1


def test_a_report_is_not_sent_back_to_be_ready_yesterday(a_school, school, municipality, client):
    mk.make_indicator("А")
    report = mk.report_of(mk.make_collection(), a_school)
    now = timezone.now()
    mk.send(report, school, (30, 40), at=now)
    client.force_login(municipality)
    yesterday = f"{timezone.localdate(now) - timedelta(days=1):%d.%m.%Y}"
    data = {"decision": "return", "text": "Мало", "seen": 9, "rework_due_on": yesterday}
    page = client.post(reverse("indicator-review", args=[report.pk]), data)
    assert "rework_due_on" in page.context["form"].errors
    report.refresh_from_db()
    assert report.status == "submitted"


def test_closing_meets_who_opens_the_review(a_school, school, municipality, department):
    mk.make_indicator("А")
    collection = mk.make_collection()
    report = mk.report_of(collection, a_school)
    mk.send(report, school, (30, 40))
    seen = mk.report_of(collection, a_school)
    collecting.close_collection(collection=collection, by=department, at=make.moment())
    assert workflow.look(report=seen, by=municipality, at=make.moment()) is None


def test_small_figures_of_earlier_periods_are_not_told_to_outsiders(a_school, soiro):
    share = mk.make_indicator("А")
    for number, numbers in ((1, (3, 5)), (2, (30, 40))):
        collection = quarter(number)
        write(mk.report_of(collection, a_school), "accepted",
              {mk.asked(collection, share): numbers})  # fmt: skip
    outlook = speaking.Outlook.of(soiro)
    note = speaking.notes([share], speaking.Scope(), OVER, outlook)[0]
    assert [point.figure.value for point in note.points] == [Decimal("75.0")]
    assert note.before is None
