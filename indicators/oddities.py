"""What a reviewer looks at twice. A flag hinders nobody: it is a question to a person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import quantities, rules, words
from indicators.attached import Schools, schools_of_each
from indicators.models import Absence, IndicatorReport, IndicatorValue, Measure, Source
from indicators.rules import Line
from indicators.shares import SMALL, Figure, percent
from indicators.spread import Quartiles, quartiles
from organizations.models import Level

# Fewer other schools do not say what is usual; of shares of few people no school is compared.
ENOUGH_SCHOOLS = 8
# Beyond so many times the middle half of the other schools a share stands out.
FENCE = 3
# So many values, all as they were, and nobody said that nothing has changed.
ENOUGH_TO_COPY = 3


@dataclass(frozen=True, slots=True)
class Oddity:
    """`asked` of None speaks of the report as a whole."""

    code: str
    message: str
    asked: int | None = None


def of_reports(reports: Iterable[IndicatorReport]) -> dict[int, list[Oddity]]:
    """Key of each report → its flags. A fixed number of queries for each collection.

    Reports come with `organization` and `collection.period`. The queue counts what the page shows.
    """
    groups: dict[int, list[IndicatorReport]] = defaultdict(list)
    for report in reports:
        groups[report.collection_id].append(report)
    found: dict[int, list[Oddity]] = {}
    for group in groups.values():
        found |= _of_collection(group)
    return found


def _of_collection(reports: list[IndicatorReport]) -> dict[int, list[Oddity]]:
    lines, last = _lines(reports)
    shares, below = _shares_of_schools(reports), schools_of_each(reports)
    found = {}
    for report in reports:
        mine = lines[report.pk]
        odd = _goes_without(below.get(report.pk))
        odd += _copied(report, mine, last.get(report.organization_id, {}))
        for line in mine:
            others = shares.get((line.asked.pk, report.municipality_id), {})
            odd += [*_absent(line), *_jumped(line), *_stands_out(report, line, others)]
            odd += _not_as_known(line)
        found[report.pk] = odd
    return found


Given = Mapping[int, IndicatorValue]


def _lines(reports: list[IndicatorReport]) -> tuple[dict[int, list[Line]], dict[int, Given]]:
    """The values of each report as lines, and of each body the last accepted ones."""
    period = reports[0].collection.period
    bodies = [report.organization for report in reports]
    known = quantities.known_of(bodies, period.school_year, period.ends_on)
    last = _last_values(reports)
    body_of = {report.pk: report.organization_id for report in reports}
    rows = (
        IndicatorValue.objects.filter(report__in=body_of)
        .select_related("asked__indicator", "asked__definition")
        .order_by("asked__indicator__position", "asked__indicator__code")
    )
    lines: dict[int, list[Line]] = {key: [] for key in body_of}
    for row in rows:
        body, indicator = body_of[row.report_id], row.asked.indicator
        old = last.get(body, {}).get(indicator.pk)
        before = old and Figure.of(old.asked.definition, old.numerator, old.denominator)
        given = known[body].get(indicator.quantity_id)
        lines[row.report_id].append(Line(row.asked, known=given, before=before, **row.content))
    return lines, last


def _last_values(reports: list[IndicatorReport]) -> dict[int, dict[int, IndicatorValue]]:
    """Key of each body → key of an indicator → its last accepted value: `previous`, for many."""
    period = reports[0].collection.period
    rows = (
        IndicatorValue.objects.filter(
            report__organization__in={report.organization_id for report in reports},
            report__source=Source.REPORTED,
            report__status="accepted",
            report__collection__period__kind=period.kind,
            report__collection__period__starts_on__lt=period.starts_on,
            numerator__isnull=False,
        )
        .annotate(
            body=F("report__organization_id"), since=F("report__collection__period__starts_on")
        )
        .select_related("asked__definition")
        .order_by("body", "asked__indicator_id", "-since")
        .distinct("body", "asked__indicator_id")
    )
    found: dict[int, dict[int, IndicatorValue]] = defaultdict(dict)
    for row in rows:
        found[row.body][row.asked.indicator_id] = row
    return found


def _goes_without(schools: Schools | None) -> list[Oddity]:
    """An authority's roll-up without some of the schools it reviews."""
    if schools is None or not schools.left_out:
        return []
    text = ngettext(
        "%(n)s school of %(of)s is not in the roll-up.",
        "%(n)s schools of %(of)s are not in the roll-up.",
        schools.left_out,
    )
    said = text % {"n": schools.left_out, "of": schools.expected}
    return [Oddity("goes_without", said)]


def _absent(line: Line) -> list[Oddity]:
    """Accepting the report accepts that there is no number."""
    if line.numerator is not None or not line.absence:
        return []
    reason = Absence(line.absence).label
    if line.absence == Absence.OTHER:
        reason = line.explanation or reason
    return [Oddity("absent", _("No number: %(reason)s") % {"reason": reason}, line.asked.pk)]


def _copied(report: IndicatorReport, lines: list[Line], last: Given) -> list[Oddity]:
    """Every number of the last report once more, though nobody said «no changes»."""
    if report.is_nil or not last:
        return []
    newest = max(row.since for row in last.values())
    pairs = [
        (line, last[line.indicator.pk])
        for line in lines
        if line.numerator is not None
        and line.indicator.pk in last
        and last[line.indicator.pk].since == newest
    ]
    if len(pairs) < ENOUGH_TO_COPY or any(
        (line.numerator, line.denominator) != (old.numerator, old.denominator)
        for line, old in pairs
    ):
        return []
    text = _("All %(n)s values are those of the last period, though “no changes” was not declared.")
    return [Oddity("copied", text % {"n": len(pairs)})]


def _jumped(line: Line) -> list[Oddity]:
    if not rules.is_jump(line):
        return []
    moved = words.points(line.figure.value, line.before.value, line.figure.is_count)
    text = _("A jump against the last period: %(moved)s") % {"moved": moved}
    return [Oddity("jump", text, line.asked.pk)]


def _not_as_known(line: Line) -> list[Oddity]:
    if all(problem.code != "not_as_known" for problem in rules.check_line(line)):
        return []
    text = _("The denominator is %(given)s, and the passport gives %(known)s.")
    said = text % {"given": line.denominator, "known": line.known}
    return [Oddity("not_as_known", said, line.asked.pk)]


def _stands_out(report: IndicatorReport, line: Line, shares: Mapping[int, Decimal]) -> list[Oddity]:
    """Far from the other schools of the municipality, and by more than one person."""
    figure = line.figure
    if report.organization.level != Level.SCHOOL or not line.asked.definition.is_share:
        return []
    if figure.value is None or figure.is_small:
        return []
    others = [share for body, share in shares.items() if body != report.organization_id]
    usual = quartiles(others) if len(others) >= ENOUGH_SCHOOLS else None
    if usual is None or not _is_beyond(figure, usual):
        return []
    text = _("Half of the other %(n)s schools of the municipality have %(low)s to %(high)s.")
    low, high = words.percent_said(usual.lower), words.percent_said(usual.upper)
    said = text % {"n": len(others), "low": low, "high": high}
    return [Oddity("stands_out", said, line.asked.pk)]


def _is_beyond(figure: Figure, usual: Quartiles) -> bool:
    reach = FENCE * (usual.upper - usual.lower)
    bound = min(max(figure.value, usual.lower - reach), usual.upper + reach)
    if bound == figure.value:
        return False
    return abs(figure.numerator - bound * figure.denominator / 100) > 1


def _shares_of_schools(
    reports: list[IndicatorReport],
) -> dict[tuple[int, int], dict[int, Decimal]]:
    """(Key of an `Asked`, municipality) → key of each of its schools → its share, once sent."""
    places = {
        report.municipality_id for report in reports if report.organization.level == Level.SCHOOL
    }
    if not places:
        return {}
    there = IndicatorReport.objects.filter(
        collection=reports[0].collection_id,
        municipality__in=places,
        organization__level=Level.SCHOOL,
    ).counted("submitted")
    rows = IndicatorValue.objects.filter(
        report__in=there,
        asked__definition__measure=Measure.SHARE,
        numerator__isnull=False,
        denominator__gte=SMALL,
    ).values_list(
        "asked_id", "report__municipality_id", "report__organization_id", "numerator", "denominator"
    )
    found: dict[tuple[int, int], dict[int, Decimal]] = defaultdict(dict)
    for asked, place, body, numerator, denominator in rows:
        found[asked, place][body] = percent(numerator, denominator)
    return found
