"""Rows of the annexes: the summary by executor, and the indicators as they stood."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from directives.completion import Measures, counts_by
from directives.counting import COUNTS
from documents.drafting.scope import Scope
from documents.models import Document, IndicatorRow, SummaryRow
from documents.words import small
from indicators import speaking
from indicators.asking import applies
from indicators.models import Indicator
from indicators.targets import Targets
from organizations.models import Level, Municipality, Organization

_ORDER = (Level.DEPARTMENT, Level.INSTITUTE, Level.MUNICIPAL, Level.SCHOOL)


def summary_of(scope: Scope) -> list[SummaryRow]:
    """A region by municipality under its own bodies; a municipality by body. Four queries."""
    rows = list(_by_body(scope))
    if scope.document.is_of_the_region:
        rows += _by_municipality(scope)
    for position, row in enumerate(rows, 1):
        row.document, row.position = scope.document, position
    return rows


def _by_body(scope: Scope) -> Iterator[SummaryRow]:
    assignments = scope.assignments
    if scope.document.is_of_the_region:
        assignments = assignments.filter(municipality__isnull=True)
    counted = dict(counts_by(assignments, scope.day, "organization"))
    bodies = Organization.objects.filter(pk__in=counted).only("pk", "name", "level", "sort_key")
    for body in sorted(bodies, key=lambda row: (_ORDER.index(row.level), row.sort_key, row.pk)):
        yield SummaryRow(executor=body.name, organization=body, **_counts(counted[body.pk]))


def _by_municipality(scope: Scope) -> list[SummaryRow]:
    assignments = scope.assignments.filter(municipality__isnull=False)
    counted = dict(counts_by(assignments, scope.day, "municipality"))
    places = Municipality.objects.filter(pk__in=counted).order_by("sort_key", "pk")
    return [
        SummaryRow(executor=place.short_name, municipality=place, **_counts(counted[place.pk]))
        for place in places
    ]


def _counts(counts: list[int]) -> dict[str, int]:
    measures = Measures.of(COUNTS, counts)
    total, executed, overdue = measures.applicable, measures.accepted, measures.overdue
    return {
        "total": total,
        "executed": executed,
        "executed_late": measures.accepted_late,
        "in_work": total - executed - overdue,
        "overdue": overdue,
        "not_reported": measures.not_reported,
        "come_due": measures.come_due,
        "executed_due": measures.executed,
        "reported": measures.reported,
        "substantiated": measures.substantiated,
    }


def indicators_of(scope: Scope) -> list[IndicatorRow]:
    """Of each indicator the last value of a collection that meets the document's period."""
    document = scope.document
    where = _where(document)
    rows = [row for row in Indicator.objects.in_use() if _concerns(row, where)]
    # Periods that were over when the day was.
    found = speaking.series(rows, where, scope.day)
    last = {}
    for indicator in rows:
        points = [
            point
            for point in found.get(indicator.pk, [])
            if point.period.starts_on <= document.ends_on
            and point.period.ends_on >= document.starts_on
        ]
        if points:
            last[indicator.pk] = points[-1]
    targets = {
        year: Targets.of(year, rows) for year in {p.period.school_year for p in last.values()}
    }
    made = [
        _indicator(row, last[row.pk], targets, where, document) for row in rows if row.pk in last
    ]
    for position, row in enumerate(made, 1):
        row.document, row.position = document, position
    return made


def _where(document: Document) -> speaking.Scope:
    if document.municipality_id:
        authority = Organization.objects.at(Level.MUNICIPAL).filter(
            municipality=document.municipality_id, voided_at__isnull=True
        )
        return speaking.Scope(document.municipality_id, authority.order_by("pk").last())
    if document.organization_id:
        return speaking.Scope(organization=document.organization)
    return speaking.Scope()


def _concerns(indicator: Indicator, where: speaking.Scope) -> bool:
    if where.municipality is not None:
        return indicator.level in (Level.SCHOOL, Level.MUNICIPAL)
    return where.organization is None or applies(indicator, where.organization)


def _indicator(indicator, point, targets, where, document) -> IndicatorRow:
    year = targets[point.period.school_year]
    body = where.organization
    target = year.of_body(indicator.pk, body) if body else year.general(indicator.pk)
    figure, wording = point.figure, point.asked.definition
    fact, plan = figure.value, target.value if target else None
    is_other = point.period.pk != document.period_id
    return IndicatorRow(
        indicator=indicator,
        code=indicator.code,
        name=wording.name,
        unit=wording.unit,
        numerator=figure.numerator,
        denominator=None if wording.is_count else figure.denominator,
        plan=plan,
        fact=fact,
        deviation=fact - plan if fact is not None and plan is not None else None,
        note=_("for %(period)s") % {"period": small(point.period.full_name)} if is_other
        else _("not applicable: nobody to count") if figure.is_not_applicable else "",
    )  # fmt: skip
