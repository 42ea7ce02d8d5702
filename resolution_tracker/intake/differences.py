"""What a row of a list says and what is known of the school, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organizations.history import shown
from organizations.models import Organization, SchoolList, SchoolListRow

Event = Organization.events.rel.related_model
APPLIED = {SchoolList.State.APPLIED, SchoolList.State.UNDOING, SchoolList.State.UNDONE}


@dataclass(frozen=True)
class Difference:
    """One field: what was known, and what the list says."""

    label: str
    before: str
    after: str


def differences(row: SchoolListRow, before, names: Iterable[str]) -> list[Difference]:
    """Of the row and a school (or its stored event) in the named fields."""
    found = []
    for name in names:
        if name == "voided_at":
            found.append(
                Difference(_("Work"), _("taken back with an earlier list"), _("works again"))
            )
            continue
        column = Organization._meta.get_field(name)
        label = capfirst(str(column.verbose_name))
        found.append(Difference(label, shown(column, before), shown(column, row)))
    return found


def known_before(school_list: SchoolList, rows: list[SchoolListRow]) -> dict[int, object]:
    """Each row's school as it was before the list: as it is, while the list is not applied."""
    if school_list.state not in APPLIED:
        return {row.organization_id: row.organization for row in rows}
    bodies = [row.organization_id for row in rows]
    earlier: dict[int, int] = {}  # body → its last event before the list's first
    reached: set[int] = set()
    numbers = Event.objects.filter(pgh_obj_id__in=bodies).order_by("pgh_id")
    for body, number, context in numbers.values_list("pgh_obj_id", "pgh_id", "pgh_context_id"):
        if context == school_list.history:
            reached.add(body)
        elif body not in reached:
            earlier[body] = number
    events = Event.objects.select_related("municipality", "parent")
    return {event.pgh_obj_id: event for event in events.filter(pgh_id__in=earlier.values())}
