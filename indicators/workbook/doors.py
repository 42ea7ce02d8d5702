"""Which workbooks a person can download now: of their bodies, their schools, the region."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from indicators.collecting import may_collect
from indicators.models import Collection, IndicatorReport, Source
from indicators.workbook.forms import open_collections
from organizations.access import Viewpoint
from organizations.models import Level, Organization

MOST = 20


@dataclass
class Door:
    """One open collection: reports, authorities with how many schools, the region's figures."""

    collection: Collection
    reports: list[IndicatorReport] = field(default_factory=list)
    authorities: list[tuple[Organization, int]] = field(default_factory=list)
    has_region: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.reports or self.authorities or self.has_region)


def doors_of(user) -> list[Door]:
    """A fixed number of queries."""
    collections = open_collections()
    reports = _reports(user, collections)
    authorities = _authorities(user, collections)
    region = _region(user, collections)
    doors = [
        Door(row, reports[row.pk][:MOST], authorities[row.pk], row.pk in region)
        for row in collections
    ]
    return [door for door in doors if not door.is_empty]


def _reports(user, collections: list[Collection]) -> dict[int, list[IndicatorReport]]:
    """Of bodies one reports for, where something is asked in fields."""
    rows = (
        IndicatorReport.objects.own()
        .filter(collection__in=collections, organization__in=Viewpoint.of(user).reports)
        .select_related("organization")
        .order_by("organization__sort_key")
    )
    asked = _levels(collections, Source.REPORTED)
    found = defaultdict(list)
    for row in rows:
        if row.organization.level in asked[row.collection_id]:
            found[row.collection_id].append(row)
    return found


def _authorities(user, collections: list[Collection]) -> dict[int, list]:
    rows = (
        IndicatorReport.objects.own()
        .filter(
            collection__in=collections,
            organization__level=Level.SCHOOL,
            organization__parent__in=Viewpoint.of(user).coordinates,
        )
        .order_by()
        .values_list("collection", "organization__parent")
        .annotate(Count("pk"))
    )
    rows = list(rows)
    bodies = Organization.objects.in_bulk({parent for _collection, parent, _n in rows})
    found = defaultdict(list)
    for collection, parent, count in rows:
        found[collection].append((bodies[parent], count))
    return found


def _region(user, collections: list[Collection]) -> set[int]:
    if not may_collect(user):
        return set()
    return {key for key, levels in _levels(collections, Source.UPLOADED).items() if levels}


def _levels(collections: list[Collection], source: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Collection.objects.filter(pk__in=[row.pk for row in collections])
    rows = rows.filter(asked__indicator__source=source).order_by()
    for key, level in rows.values_list("pk", "asked__indicator__level").distinct():
        found[key].add(level)
    return found
