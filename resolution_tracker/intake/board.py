"""How far the list of each municipality is, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Municipality, Outcome, SchoolList, SchoolListRow

State = SchoolList.State
_APPLIED = [State.APPLIED, State.UNDOING]
MOST_WAITING = 20
MOST_APPLIED = 20
_STANDING = [*_APPLIED, State.CHECKING, State.CHECKED, State.CONFIRMED, State.QUEUED]


class Stage(models.TextChoices):
    """What a board says of a municipality."""

    ERRORS = "errors", _("with errors")
    SENT = "sent", _("waiting to be applied")
    NOTHING = "nothing", _("not received")
    APPLIED = "applied", _("applied lists")


@dataclass(frozen=True)
class Line:
    """One municipality and the list that stands for it now; of the region's list, its share."""

    municipality: Municipality
    school_list: SchoolList | None = None
    schools: int = 0
    errors: int = 0
    applied_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        if self.school_list is None:
            return Stage.NOTHING
        if self.school_list.state in _APPLIED:
            return Stage.APPLIED
        if self.errors or is_not_understood(self.school_list):
            return Stage.ERRORS
        return Stage.SENT

    @property
    def since(self) -> datetime | None:
        """When it came to be so."""
        one = self.school_list
        return one and (one.applied_at or one.confirmed_at or one.uploaded_at)


def is_not_understood(school_list: SchoolList) -> bool:
    """Checked, and its columns are not known well enough for rows to be read."""
    return school_list.state != State.CHECKING and not school_list.is_understood


def lines_of(municipalities: Iterable[Municipality]) -> list[Line]:
    """The newest list that concerns each, its own or one of the whole region."""
    shares = _shares()
    own, applied = _newest(), _newest(_APPLIED)
    lines = []
    for place in municipalities:
        found = [(one, rows, wrong) for one, rows, wrong in shares.get(place.pk, []) if rows]
        if one := own.get(place.pk):
            found.append((one, one.schools, one.error_rows))
        moments = [row.applied_at for row, *_counts in found if row.state in _APPLIED]
        if place.pk in applied:
            moments.append(applied[place.pk].applied_at)
        newest = max(found, key=lambda share: share[0].uploaded_at, default=(None, 0, 0))
        lines.append(Line(place, *newest, applied_at=max(moments, default=None)))
    return lines


def region_lists() -> list[SchoolList]:
    """Lists of all municipalities that wait, newest first, and the one applied last."""
    return _of_the_region(applied=1)


def _of_the_region(applied: int) -> list[SchoolList]:
    """Those that wait, and so many of those applied."""
    whole = SchoolList.objects.filter(municipality__isnull=True, state__in=_STANDING)
    whole = whole.select_related("uploaded_by").order_by("-uploaded_at", "-pk")
    waiting = list(whole.exclude(state__in=_APPLIED)[:MOST_WAITING])
    return waiting + list(whole.filter(state__in=_APPLIED)[:applied])


def _newest(states: Iterable[str] = _STANDING) -> dict[int, SchoolList]:
    lists = SchoolList.objects.filter(municipality__isnull=False, state__in=states)
    lists = lists.select_related("uploaded_by").order_by("municipality_id", "-uploaded_at", "-pk")
    return {row.municipality_id: row for row in lists.distinct("municipality_id")}


def _shares() -> dict[int, list[tuple[SchoolList, int, int]]]:
    """What lists of the whole region say of each municipality: (list, schools, with errors).

    A later list that names fewer of them leaves the others as the one before it said.
    """
    lists = {row.pk: row for row in _of_the_region(applied=MOST_APPLIED)}
    rows = (
        SchoolListRow.objects.filter(school_list__in=lists)
        .order_by()
        .values("municipality", "school_list")
        .annotate(n=Count("pk"), errors=Count("pk", filter=Q(outcome=Outcome.ERROR)))
        .values_list("municipality", "school_list", "n", "errors")
    )
    shares: dict[int, list[tuple[SchoolList, int, int]]] = {}
    for place, pk, schools, errors in rows:
        shares.setdefault(place, []).append((lists[pk], schools, errors))
    return shares


def counts_of(lines: Iterable[Line]) -> list[tuple[Stage, int]]:
    """How many municipalities stand at each stage; none is left out."""
    counter = Counter(line.stage for line in lines)
    return [(stage, counter[stage]) for stage in Stage]
