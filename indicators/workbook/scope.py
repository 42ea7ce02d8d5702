"""Whose figures a workbook brings, and who may bring them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.asking import askable
from indicators.collecting import may_collect
from indicators.models import Collection, IndicatorReport, Purpose, Source, ValueList
from organizations.access import Viewpoint
from organizations.models import Level, Organization


@dataclass(frozen=True)
class Scope:
    """A body, or the authority with its schools; of figures of the region, no body at all."""

    collection: Collection
    purpose: str
    organization: Organization | None = None

    @classmethod
    def of(cls, value_list: ValueList) -> "Scope":
        return cls(value_list.collection, value_list.purpose, value_list.organization)

    @property
    def source(self) -> str:
        return Source.UPLOADED if self.purpose == Purpose.REGION else Source.REPORTED

    def is_of(self, user) -> bool:
        """Whether this person brings such figures."""
        if self.purpose == Purpose.REGION:
            return may_collect(user)
        return self.organization.pk in Viewpoint.of(user).reports

    def bodies(self, user, today: date) -> list[Organization]:
        """Bodies whose rows are taken from this person."""
        if self.purpose == Purpose.REGION:
            return bodies_of_the_region(self.collection, today)
        reports = IndicatorReport.objects.reportable_by(user).filter(
            Q(organization=self.organization)
            | Q(organization__parent=self.organization, organization__level=Level.SCHOOL),
            collection=self.collection,
        )
        return _bodies(Organization.objects.filter(pk__in=reports.values("organization")))


def bodies_of_the_region(collection: Collection, today: date) -> list[Organization]:
    """Those whose figures the region has: all bodies of the levels asked."""
    levels = (
        collection.asked.filter(indicator__source=Source.UPLOADED)
        .order_by()
        .values_list("indicator__level", flat=True)
        .distinct()
    )
    return [body for level in sorted(levels) for body in _bodies(askable(level, today))]


def schools_of(authority: Organization, collection: Collection, user) -> list[Organization]:
    """The schools below that are asked, as far as this person may see them."""
    reports = IndicatorReport.objects.own().visible_to(user)
    reports = reports.filter(collection=collection, organization__parent=authority)
    below = Organization.objects.at(Level.SCHOOL).filter(pk__in=reports.values("organization"))
    return _bodies(below)


def _bodies(rows: QuerySet[Organization]) -> list[Organization]:
    return list(rows.select_related("municipality").order_by("municipality__sort_key", "sort_key"))


def brings(user) -> bool:
    """Whether workbooks of values are any business of this person."""
    return bool(Viewpoint.of(user).reports) or may_collect(user)


def senders(user) -> list[Organization]:
    """Bodies of which something is asked now and for which this person may upload.

    An authority stands for its schools too.
    """
    asked = IndicatorReport.objects.own().filter(
        Q(organization=OuterRef("pk"))
        | Q(organization__parent=OuterRef("pk"), organization__level=Level.SCHOOL),
        collection__closed_at__isnull=True,
    )
    rows = Organization.objects.filter(Exists(asked), pk__in=Viewpoint.of(user).reports)
    return list(rows.order_by("level", "sort_key"))
