"""The indicators of the demo at a fixed day: a trend, gaps, what is odd, what waits for whom."""

from datetime import date

import pytest
from django.http import QueryDict

from directives.models import Status
from indicators import lines, oddities, rules, speaking
from indicators.models import (
    AttachedRollUp,
    ClosedFigure,
    Collection,
    Indicator,
    IndicatorReport,
    IndicatorValue,
    Passport,
    ReportEntry,
)
from indicators.pictures import overview
from indicators.pictures.choice import Choice
from indicators.roll_up import of_schools_below, roll_up, total
from indicators.shares import Standing
from organizations.models import User
from resolution_tracker.demo.moments import moment
from tests.demo import indicator_checks
from tests.demo.conftest import filled_demo

TODAY = date(2026, 11, 23)
NOW = moment(TODAY, 18)

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo indicators")]


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker, some_schools, tmp_path_factory):
    """Filled once; each test sees it and changes nothing."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), filled_demo(NOW, some_schools, folder) as filled:
        yield filled


def quarters():
    return Collection.objects.filter(period__kind="quarter", period__ends_on__lt=TODAY)


def waiting():
    user = User.objects.get(username="municipality")
    rows = IndicatorReport.objects.decidable_by(user)
    return rows.select_related("organization", "collection__period")


def test_histories_are_such_as_the_workflow_writes():
    indicator_checks.everything_holds(NOW)


def test_eight_quarters_with_a_trend():
    for code in ("МШ-01", "МШ-02"):
        indicators = Indicator.objects.filter(code=code)
        [note] = speaking.notes(indicators, speaking.Scope(), TODAY)
        assert [point.asked.collection for point in note.points] == list(quarters())
        values = [point.figure.value for point in note.points]
        assert values == sorted(set(values))


def test_the_region_is_what_plain_addition_gives():
    last = quarters().last()
    [asked] = last.asked.filter(indicator__code="МШ-02").select_related("indicator", "definition")
    rows = IndicatorValue.objects.filter(asked=asked).select_related("report")
    counted = [row for row in rows if row.report.status == "accepted" and row.numerator is not None]
    whole = total(roll_up([asked])[asked.pk].values())
    assert (whole.numerator, whole.denominator) == (
        sum(row.numerator for row in counted),
        sum(row.denominator for row in counted),
    )
    [note] = speaking.notes([asked.indicator], speaking.Scope(), TODAY)
    assert (note.figure.numerator, note.figure.denominator) == (whole.numerator, whole.denominator)


def test_the_last_quarter_is_a_believable_mix():
    """Of thirty: a third met or some more, some behind, the rest on their way."""
    choice = Choice.of(QueryDict(), TODAY)
    page = overview.read(User.objects.get(username="department"), choice)
    assert len(page.tiles) == 30
    assert 9 <= page.counts[Standing.MET] <= 15
    assert 5 <= page.counts[Standing.BEHIND] <= 9
    assert page.counts[Standing.IMPROVING] >= 6


@pytest.mark.parametrize(("part", "whole"), [("К-1.2-02", "К-1.2-01"), ("ШМР-02", "ШМР-01")])
def test_what_counts_some_schools_is_out_of_what_counted_them(part, whole):
    """Of the last round of a year; nobody counted is «not applicable»."""
    rows = IndicatorValue.objects.filter(asked__indicator__code__in=[part, whole])
    numbers = {}
    for row in rows.order_by("asked__collection__period__ends_on").select_related(
        "report", "asked__indicator", "asked__collection__period"
    ):
        key = row.report.organization_id, row.asked.collection.period.school_year
        numbers.setdefault(key, {})[row.asked.indicator.code] = row.numerator, row.denominator
    both = [row for row in numbers.values() if {part, whole} <= row.keys()]
    assert len(both) > 20
    assert all(row[part][1] == (row[whole][0] or 0) for row in both)
    assert all(row[part][0] is None for row in both if not row[whole][0])


def test_there_are_gaps_and_reasons():
    missed = IndicatorReport.objects.not_received().filter(collection__in=quarters())
    assert missed.filter(collection__closed_at__isnull=False).exists()
    assert IndicatorValue.objects.exclude(absence="").exists()
    assert IndicatorReport.objects.filter(is_nil=True, status=Status.ACCEPTED).exists()
    assert IndicatorValue.objects.filter(numerator=None, denominator=0).exists()


def test_two_stand_out_and_one_is_a_copy():
    """Its coordinator finds them among those that wait."""
    rows = list(waiting())
    flags = oddities.of_reports(rows)
    found = {row.organization.name: {flag.code for flag in flags[row.pk]} for row in rows}
    assert len(found) == 5
    assert "stands_out" in found["МБОУ «СОШ № 5» г. Вязьмы"]
    assert "stands_out" in found["МБОУ «СОШ № 3» г. Вязьмы"]
    assert "copied" in found["МБОУ «Гимназия» г. Вязьмы"]
    assert sum("copied" in codes for codes in found.values()) == 1


def test_what_was_sent_breaks_no_rule():
    for report in waiting():
        assert not rules.hinders(lines.problems_of(report)), report.organization


def test_the_last_quarter_is_under_review():
    last = quarters().last()
    authority = User.objects.get(username="municipality").memberships.get().organization
    theirs = last.reports.own().filter(organization__parent=authority)
    statuses = list(theirs.values_list("status", flat=True))
    assert statuses.count("submitted") == 5
    assert statuses.count("returned") == 2
    assert statuses.count("not_started") >= 2
    assert statuses.count("accepted") > len(statuses) / 2
    own = last.reports.own().get(organization=authority)
    assert own.status == Status.NOT_STARTED
    returned = theirs.filter(status="returned", values__remark__gt="")
    assert returned.distinct().count() == 2
    assert all(row.entries.last().values.exclude(remark="").exists() for row in returned)


@pytest.mark.parametrize(("username", "levels"), [("school", 3), ("village", 2)])
def test_the_two_schools_see_their_next_step(username, levels):
    """A report of this quarter with nothing typed, a passport, and all earlier ones accepted."""
    user = User.objects.get(username=username)
    own = IndicatorReport.objects.reportable_by(user)
    current = own.get(collection__period__kind="quarter", collection__period__ends_on__gt=TODAY)
    assert (current.status, current.values.count()) == (Status.NOT_STARTED, 0)
    assert len(current.organization.education_levels) == levels
    assert Passport.objects.filter(organization=current.organization, school_year=2026).exists()
    asked = lines.lines_of(current)
    assert all(line.known is not None and line.before is not None for line in asked)
    over = own.filter(collection__in=quarters())
    assert set(over.values_list("status", flat=True)) == {"accepted"}
    assert over.count() == 8


def test_kept_figures_are_the_computed_ones():
    for collection in Collection.objects.filter(closed_at__isnull=False)[:4]:
        asked = list(collection.asked.select_related("indicator", "definition"))
        table = roll_up(asked)
        kept = {row.asked_id: row for row in ClosedFigure.objects.filter(asked__in=asked)}
        for row in asked:
            whole, figure = total(table[row.pk].values()), kept[row.pk]
            assert (whole.numerator, whole.denominator, whole.bodies_in) == (
                figure.numerator,
                figure.denominator,
                figure.bodies_in,
            )


def test_what_went_up_is_the_roll_up_of_what_was_accepted_by_then():
    attached = AttachedRollUp.objects.filter(asked__indicator__source="reported")
    lasting = 0
    entries = ReportEntry.objects.filter(pk__in=attached.values("entry"))
    for entry in entries.select_related("report__organization")[:15]:
        later = IndicatorReport.objects.own().filter(
            collection=entry.report.collection_id,
            organization__parent=entry.report.organization_id,
            accepted_at__gt=entry.recorded_at,
        )
        if later.exists():
            continue
        lasting += 1
        table = of_schools_below(entry)
        for row in entry.roll_up.filter(asked__indicator__source="reported"):
            rolled = table[row.asked_id]
            assert (row.numerator, row.denominator, row.bodies_in, row.bodies_out) == (
                rolled.numerator,
                rolled.denominator,
                rolled.bodies_in,
                rolled.bodies_out,
            )
    assert lasting
