"""The state of lists and accounts, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from directives.models import Directive, Resolution
from organizations.accounts import nobody_reports_for, without_role
from organizations.models import Level, Municipality, Organization, User


@dataclass(frozen=True)
class Row:
    """One municipality's list: schools, when it last changed, where nobody can report."""

    municipality: Municipality
    schools: int
    changed_at: datetime | None
    silent: int


@dataclass(frozen=True)
class State:
    rows: list[Row]
    schools: int
    silent: int
    without_role: int
    people: int
    unplaced: int
    resolutions: int

    @property
    def without_a_list(self) -> list[Municipality]:
        return [row.municipality for row in self.rows if not row.schools]

    @property
    def is_empty(self) -> bool:
        """Nothing to keep yet: the page says the first steps instead."""
        return not (self.resolutions and self.schools)


def state(today: date) -> State:
    """What staff look at first."""
    bodies = Organization.objects.active(today)
    is_school = Q(level=Level.SCHOOL)
    counts = {
        row["municipality"]: row
        for row in bodies.order_by()
        .values("municipality")
        .annotate(schools=Count("pk", filter=is_school))
    }
    silent = dict(
        nobody_reports_for(bodies).order_by().values_list("municipality").annotate(Count("pk"))
    )
    changed = dict(
        Organization.events.rel.related_model.objects.filter(is_school)
        .order_by()
        .values_list("municipality")
        .annotate(Max("pgh_created_at"))
    )
    rows = [
        Row(
            place,
            counts.get(place.pk, {}).get("schools", 0),
            changed.get(place.pk),
            silent.get(place.pk, 0),
        )
        for place in Municipality.objects.all()
    ]
    return State(
        rows=rows,
        schools=sum(row["schools"] for row in counts.values()),
        silent=sum(silent.values()),
        without_role=without_role(User.objects.all()).count(),
        people=User.objects.filter(is_active=True, memberships__isnull=False).distinct().count(),
        unplaced=Directive.objects.filter(published_at__isnull=True).count(),
        resolutions=Resolution.objects.count(),
    )
