"""After each change a list is checked again: at once, or by the worker where it is long."""

from django.db import transaction
from django.utils import timezone

from organizations.models import SchoolList
from organizations.school_list.checking import LongList, check
from resolution_tracker.intake import jobs, progress
from resolution_tracker.intake.receiving import ROWS_AT_ONCE


@transaction.atomic
def recheck(school_list: SchoolList) -> SchoolList:
    """Check now; a long list goes to the worker instead and is then in the state CHECKING.

    SchoolListError where the file as a whole is refused: nothing is changed then.
    """
    try:
        return check(school_list, at=timezone.now(), rows_at_most=ROWS_AT_ONCE)
    except LongList:
        SchoolList.objects.filter(pk=school_list.pk).update(state=SchoolList.State.CHECKING)
        progress.begin(school_list)
        jobs.check_list.defer(list_id=school_list.pk)
        school_list.refresh_from_db()
        return school_list
