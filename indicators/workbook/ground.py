"""Everything that is known of some bodies in a collection, read at once for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from indicators import quantities
from indicators.asking import applies
from indicators.models import Asked, Collection, IndicatorReport, IndicatorValue
from indicators.quantities import Known
from indicators.rules import Line
from indicators.shares import Figure
from organizations.models import Organization

BLANK = {"numerator": None, "denominator": None, "absence": "", "explanation": ""}


@dataclass(frozen=True)
class Ground:
    """`reports` by key of the body, `values` and `before` by keys of the body and what is asked."""

    collection: Collection
    bodies: Mapping[int, Organization]
    asked: Mapping[str, list[Asked]]
    reports: Mapping[int, IndicatorReport]
    values: Mapping[tuple[int, int], IndicatorValue]
    before: Mapping[tuple[int, int], Figure]
    known: Mapping[int, Known]

    @classmethod
    def of(cls, collection: Collection, source: str, bodies: Iterable[Organization]) -> "Ground":
        """A fixed number of queries. The period is read with the collection."""
        bodies = {body.pk: body for body in bodies}
        period = collection.period
        return cls(
            collection,
            bodies,
            _asked(collection, source),
            _reports(collection, source, bodies),
            _values(collection, source, bodies),
            _before(collection, source, bodies),
            quantities.known_of(bodies.values(), period.school_year, period.ends_on),
        )

    def asked_of(self, body: Organization) -> list[Asked]:
        """As `asking.asked_of`, for a body that may have no report yet."""
        rows = self.asked.get(body.level, [])
        return [asked for asked in rows if applies(asked.indicator, body)]

    def kept(self, body: int, asked: int) -> dict[str, object]:
        """What stands there now."""
        value = self.values.get((body, asked))
        return value.content if value else dict(BLANK)

    def line(self, body: Organization, asked: Asked) -> Line:
        """As `lines.lines_of` gives it."""
        known = self.known.get(body.pk, {}).get(asked.indicator.quantity_id)
        if asked.definition.is_yes_no:
            known = 1
        value = self.values.get((body.pk, asked.pk))
        content = value.content if value else {"denominator": known}
        before = self.before.get((body.pk, asked.indicator_id))
        return Line(asked, known=known, before=before, **content)

    def lines(self, body: Organization, over: Mapping[int, dict] | None = None) -> list[Line]:
        """The whole report; `over` by key of `Asked` is laid over what is kept."""
        over = over or {}
        lines = [self.line(body, asked) for asked in self.asked_of(body)]
        return [replace(line, **over.get(line.asked.pk, {})) for line in lines]


def _asked(collection: Collection, source: str) -> dict[str, list[Asked]]:
    rows = (
        Asked.objects.filter(collection=collection, indicator__source=source)
        .select_related("indicator__quantity", "definition")
        .order_by("indicator__position", "indicator__code")
    )
    found = defaultdict(list)
    for row in rows:
        found[row.indicator.level].append(row)
    return dict(found)


def _reports(collection: Collection, source: str, bodies: dict[int, Organization]) -> dict:
    reports = IndicatorReport.objects.filter(
        collection=collection, source=source, organization__in=bodies
    )
    found = {}
    for report in reports:
        report.organization, report.collection = bodies[report.organization_id], collection
        found[report.organization_id] = report
    return found


def _values(collection: Collection, source: str, bodies: Iterable[int]) -> dict:
    rows = IndicatorValue.objects.filter(
        report__collection=collection, report__source=source, report__organization__in=bodies
    ).select_related("report")
    return {(row.report.organization_id, row.asked_id): row for row in rows}


def _before(collection: Collection, source: str, bodies: Iterable[int]) -> dict:
    """As `previous.last_values`, for many bodies."""
    period = collection.period
    rows = (
        IndicatorValue.objects.filter(
            report__organization__in=bodies,
            report__source=source,
            report__status="accepted",
            report__collection__period__kind=period.kind,
            report__collection__period__starts_on__lt=period.starts_on,
            numerator__isnull=False,
        )
        .select_related("asked__definition", "report")
        .order_by(
            "report__organization_id",
            "asked__indicator_id",
            "-report__collection__period__starts_on",
        )
        .distinct("report__organization_id", "asked__indicator_id")
    )
    return {
        (row.report.organization_id, row.asked.indicator_id): Figure.of(
            row.asked.definition, row.numerator, row.denominator
        )
        for row in rows
    }
