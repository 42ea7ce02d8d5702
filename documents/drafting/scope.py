"""What a document counts over: whose assignments, of which periods, as of which day."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Q

from directives.models import Assignment, Directive
from directives.models.as_of import end_of
from directives.models.assignment import AssignmentQuerySet
from documents.models import Document
from organizations.models import Level


@dataclass(frozen=True)
class Scope:
    """The words of `directives.completion` over the assignments of one document."""

    document: Document

    @property
    def day(self) -> date:
        return self.document.as_of

    @property
    def over_at(self) -> datetime:
        """The moment the day was over: what was recorded later is not there."""
        return end_of(self.day)

    @property
    def assignments(self) -> AssignmentQuerySet:
        """One-off ones, and those of periods that meet the document's own."""
        document = self.document
        meets = Q(period__starts_on__lte=document.ends_on, period__ends_on__gte=document.starts_on)
        rows = Assignment.objects.as_of(self.day).filter(
            Q(period__isnull=True) | meets, directive__resolution=document.resolution_id
        )
        if document.municipality_id:
            return rows.filter(municipality=document.municipality_id)
        if document.organization_id:
            return rows.filter(organization=document.organization_id)
        return rows

    @property
    def directives(self) -> list[Directive]:
        """The resolution's items that can speak here, in their order."""
        rows = Directive.objects.filter(resolution=self.document.resolution_id)
        if self.document.municipality_id:
            rows = rows.filter(level__in=[Level.MUNICIPAL, Level.SCHOOL])
        elif self.document.organization_id:
            rows = rows.filter(level=self.document.organization.level)
        return list(rows.order_by("sort_key"))

    def query(self, directive: int, period: int | None = None, **more: object) -> str:
        """What narrows the pages of figures and rows to what was counted."""
        scope = {
            "directive": directive,
            "period": period,
            "municipality": self.document.municipality_id,
            "organization": self.document.organization_id,
        } | more | {"as_of": self.day.isoformat()}  # fmt: skip
        return urlencode({name: value for name, value in scope.items() if value is not None})
