"""How many fields a report has, how many are filled already and by what, and how many are left.

Every page that says so asks here: counters that disagree are believed by nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import rules
from indicators.models import Collection, IndicatorReport, IndicatorValue, Measure, Source
from indicators.rules import Line
from indicators.workbook.ground import Ground
from organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Progress:
    """Fields of a report and of what the region gives and computes about the same body."""

    total: int = 0
    known: int = 0  # denominators that the passport and the register give
    typed: int = 0
    region: int = 0
    computed: int = 0

    @property
    def filled(self) -> int:
        return self.known + self.typed + self.region + self.computed

    @property
    def left(self) -> int:
        return self.total - self.filled

    @property
    def said(self) -> str:
        """What remains for the person."""
        if not self.left:
            return _("all fields are filled in")
        text = ngettext(
            "%(n)s field of %(total)s is left to fill in",
            "%(n)s fields of %(total)s are left to fill in",
            self.left,
        )
        return text % {"n": self.left, "total": self.total}

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            *(getattr(self, name) + getattr(other, name) for name in Progress.__slots__)
        )


def progress_of(lines: Iterable[Line]) -> Progress:
    """Of what a body is asked itself. While something hinders sending, something is left."""
    lines = list(lines)
    hindered = defaultdict(set)
    for problem in rules.check(lines):
        if problem.hinders:
            hindered[problem.asked].add(problem.field)
    return sum((_of_line(line, len(hindered[line.asked.pk])) for line in lines), Progress())


def of_reports(reports: Iterable[IndicatorReport]) -> dict[int, Progress]:
    """The same of several, by key of the report, with what stands beside them.

    A fixed number of queries for each collection; `organization` and `collection.period` are read
    along.
    """
    by_collection = defaultdict(list)
    for report in reports:
        by_collection[report.collection].append(report)
    found = {}
    for collection, group in by_collection.items():
        bodies = [report.organization for report in group]
        ground, others = Ground.of(collection, Source.REPORTED, bodies), _beside(collection, bodies)
        for report in group:
            own = progress_of(ground.lines(report.organization))
            found[report.pk] = own + others.get(report.organization_id, Progress())
    return found


def fields_of(line: Line) -> int:
    return 2 if line.asked.definition.is_share else 1


def _of_line(line: Line, hindered: int) -> Progress:
    """Of what is wrong, a field each is not filled: typed ones first."""
    total, known, typed = fields_of(line), 0, 0
    if line.absence:  # a reason answers for the whole line
        typed = total
    elif not line.asked.definition.is_share:
        typed = int(line.numerator is not None)
    else:
        known = int(line.known is not None and line.denominator == line.known)
        has_numerator = line.numerator is not None or line.denominator == 0
        typed = int(has_numerator) + int(line.denominator is not None and not known)
    over = max(0, known + typed - max(0, total - hindered))
    return Progress(total, known=known - max(0, over - typed), typed=max(0, typed - over))


def _beside(collection: Collection, bodies: list[Organization]) -> dict[int, Progress]:
    """Fields that the region and the machine have filled about these bodies."""
    rows = (
        IndicatorValue.objects.filter(
            report__collection=collection, report__organization__in=bodies
        )
        .exclude(report__source=Source.REPORTED)
        .order_by()
        .values_list("report__organization", "report__source", "asked__definition__measure")
        .annotate(Count("pk"))
    )
    region, computed = Counter(), Counter()
    for body, source, measure, count in rows:
        counts = region if source == Source.UPLOADED else computed
        counts[body] += count * (2 if measure == Measure.SHARE else 1)
    return {
        body: Progress(region[body] + computed[body], region=region[body], computed=computed[body])
        for body in region | computed
    }
