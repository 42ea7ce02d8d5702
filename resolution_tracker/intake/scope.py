"""Which municipality a list speaks of: said by a person, or told by the list itself."""

from django.db import transaction
from django.db.models import Count

from organizations.models import Municipality, SchoolList
from resolution_tracker.intake.receiving import take_over
from resolution_tracker.intake.rechecking import recheck


def scope_told_by(school_list: SchoolList) -> Municipality | None:
    """The one municipality whose schools the list names; None where there are several, or none.

    A misspelt row or two among those of one municipality do not make the list another's.
    """
    rows = school_list.rows.order_by().values_list("municipality").annotate(n=Count("pk"))
    counts = dict(rows)
    unknown = counts.pop(None, 0)
    if len(counts) != 1:
        return None
    [(place, known)] = counts.items()
    return Municipality.objects.get(pk=place) if known > unknown else None


@transaction.atomic
def set_scope(school_list: SchoolList, municipality: Municipality | None) -> SchoolList:
    """Check the list anew as one of this municipality, in place of the one that waited there."""
    school_list.municipality = municipality
    school_list.save(update_fields=["municipality"])
    take_over(school_list)
    return recheck(school_list)
