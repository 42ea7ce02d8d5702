"""Which municipality a list speaks of: said by a person, or told by the list itself."""

from django.db import transaction

from organizations.models import Municipality, SchoolList
from resolution_tracker.intake.receiving import take_over
from resolution_tracker.intake.rechecking import recheck


def scope_told_by(school_list: SchoolList) -> Municipality | None:
    """The one municipality that all schools of the list stand in; None where it is not so."""
    places = set(school_list.rows.order_by().values_list("municipality", flat=True).distinct()[:2])
    is_doubtful = school_list.places.filter(is_sure=False, is_chosen=False).exists()
    if is_doubtful or len(places) != 1 or None in places:
        return None
    return Municipality.objects.get(pk=places.pop())


@transaction.atomic
def set_scope(school_list: SchoolList, municipality: Municipality | None) -> SchoolList:
    """Check the list anew as one of this municipality, in place of the one that waited there."""
    school_list.municipality = municipality
    school_list.save(update_fields=["municipality"])
    take_over(school_list)
    return recheck(school_list)
