"""One municipality or one organization: the same measures for it, over what one may see."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from directives import completion
from directives.completion import Measures
from directives.figures import Figures
from directives.models import Assignment, Resolution
from organizations.models import EducationLevel, Level, Municipality, Organization
from resolution_tracker.dashboard import sentences
from resolution_tracker.dashboard.comparison import Comparison
from resolution_tracker.dashboard.items import Item, read_items
from resolution_tracker.dashboard.margins import Margin
from resolution_tracker.dashboard.sight import Sight

ASSIGNMENTS_SHOWN = 200
COLUMNS = [
    ("applicable", gettext_lazy("Assignments")),
    ("come_due", gettext_lazy("Date has come")),
    ("executed", gettext_lazy("Executed")),
    ("reported", gettext_lazy("Reported")),
    ("accepted", gettext_lazy("Accepted")),
    ("substantiated", gettext_lazy("Substantiated")),
    ("submitted", gettext_lazy("Under review")),
    ("overdue", gettext_lazy("Overdue")),
]


class BodyPage:
    """What both pages share: the assignments, their measures and the opening sentences."""

    scope: dict[str, object]
    is_single = False  # one body has not reported; several of them have not

    def __init__(self, assignments: QuerySet[Assignment], sight: Sight) -> None:
        self.assignments = assignments
        self.sight = sight
        self.today = sight.day

    @cached_property
    def measures(self) -> Measures:
        return completion.measure(self.assignments, self.today)

    @cached_property
    def figures(self) -> Figures:
        return self.sight.figures(self.measures, **self.scope)

    @property
    def margin(self) -> Margin:
        return Margin(self.figures, is_sum=True)

    @property
    def sentences(self) -> list[SafeString]:
        return [
            sentences.executed(self.figures, self.today),
            sentences.overdue(self.figures),
            sentences.next_due(
                self.figures, completion.next_due(self.assignments, self.today), self.is_single
            ),
        ]


@dataclass
class SchoolRow:
    """A school of the municipality with its measures, present even without assignments."""

    organization: Organization
    margin: Margin


class MunicipalityPage(BodyPage):
    """The authority and its schools."""

    def __init__(
        self,
        municipality: Municipality,
        assignments: QuerySet[Assignment],
        sight: Sight,
        sort: str = "",
    ) -> None:
        super().__init__(assignments, sight)
        self.municipality = municipality
        self.comparison = Comparison(COLUMNS, sort, **sight.asked)
        self.scope = {"municipality": municipality.pk}
        seen = Organization.objects.visible_to(sight.view).filter(municipality=municipality)
        self._bodies = list(seen.filter(voided_at__isnull=True).select_related("parent"))

    @cached_property
    def _by_item(self) -> dict[tuple, Measures]:
        return completion.measure_by(self.assignments, self.today, "directive_id", "period_id")

    @cached_property
    def measures(self) -> Measures:
        """Of all the items together: they are read anyway."""
        return Measures.sum(self._by_item.values())

    @property
    def authority(self) -> Organization | None:
        return next((body for body in self._bodies if body.level == Level.MUNICIPAL), None)

    @cached_property
    def items(self) -> list[Item]:
        """Items that ask bodies of this municipality, each with its current margin."""
        resolution = Resolution.objects.in_force().first()
        if resolution is None:
            return []
        found = read_items(self.sight, resolution.pk, self._by_item, **self.scope)
        return [item for item in found if item.margin]

    @cached_property
    def schools(self) -> list[SchoolRow]:
        measured = completion.measure_by(self.assignments, self.today, "organization_id")
        rows = [
            SchoolRow(
                body,
                Margin(self._figures_of(body, measured.get(body.pk, Measures()))),
            )
            for body in self._bodies or self._supported
            if body.level == Level.SCHOOL
        ]
        return self.comparison.ordered(rows, lambda row: row.margin.measures)

    def _figures_of(self, body: Organization, measures: Measures) -> Figures:
        """What a school that has moved had elsewhere is counted there."""
        return self.sight.figures(measures, organization=body.pk, **self.scope)

    @cached_property
    def _supported(self) -> list[Organization]:
        """Bodies whose work an institute reads here, without seeing the bodies themselves."""
        there = self.assignments.order_by().values("organization")
        return list(Organization.objects.filter(pk__in=there).select_related("parent"))


class OrganizationPage(BodyPage):
    """One body: its card, its assignments."""

    is_single = True

    def __init__(
        self,
        organization: Organization,
        assignments: QuerySet[Assignment],
        sight: Sight,
        may_see_municipality: bool,
    ) -> None:
        super().__init__(assignments, sight)
        self.organization = organization
        self.may_see_municipality = may_see_municipality
        self.scope = {"organization": organization.pk}

    @property
    def education(self) -> str:
        """Its education levels in words."""
        names = dict(EducationLevel.choices)
        return ", ".join(str(names[level]) for level in self.organization.education_levels)

    @cached_property
    def rows(self) -> list[Assignment]:
        """Its assignments, the latest period first."""
        rows = self.assignments.select_related("directive", "period", "organization")
        order = ("directive__sort_key", "-period__starts_on", "pk")
        return list(rows.order_by(*order)[:ASSIGNMENTS_SHOWN])


def municipality_page(pk: int, sight: Sight, sort: str = "") -> MunicipalityPage | None:
    """The page of this sight, or None: open to those who see its authority or any work there
    beyond their own bodies."""
    municipality = Municipality.objects.filter(pk=pk).first()
    if municipality is None:
        return None
    rows = sight.listed.filter(municipality=municipality)
    page = MunicipalityPage(municipality, rows, sight, sort)
    return page if page.authority or _supports_here(page) else None


def _supports_here(page: MunicipalityPage) -> bool:
    """An institute reads the items it supports, without seeing the bodies themselves."""
    return not page._bodies and page.assignments.exists()


def organization_page(pk: int, sight: Sight) -> OrganizationPage | None:
    """The page of this sight, or None: a visible body, or one whose work one may see."""
    organization = (
        Organization.objects.select_related("parent", "municipality", "successor")
        .filter(pk=pk)
        .first()
    )
    if organization is None:
        return None
    bodies = Organization.objects.visible_to(sight.view)
    if not (bodies.filter(pk=pk).exists() or sight.rows.filter(organization=pk).exists()):
        return None
    rows = sight.listed.filter(organization=organization)
    there = Q(level=Level.MUNICIPAL, municipality=organization.municipality_id)
    return OrganizationPage(organization, rows, sight, bodies.filter(there).exists())
