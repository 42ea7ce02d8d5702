"""A list found for the page that shows or changes it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from organizations.models import SchoolList
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake.access import may_edit
from resolution_tracker.intake.take_in import NOT_NOW

CONFIRMED = _("The list is confirmed. To change something, take the confirmation back first.")
_PEOPLE = ("uploaded_by", "confirmed_by", "applied_by", "undone_by", "replaces__uploaded_by")


def seen(user, pk: int) -> SchoolList:
    """The list, if this person may see it; 404 for every other."""
    lists = SchoolList.objects.visible_to(user).select_related("municipality", *_PEOPLE)
    return get_object_or_404(lists, pk=pk)


def held(user, pk: int) -> SchoolList:
    """The same, locked until the end of the transaction."""
    lists = SchoolList.objects.visible_to(user).select_for_update(of=("self",))
    return get_object_or_404(lists, pk=pk)


def refuse_finished(user, school_list: SchoolList) -> None:
    """SchoolListError where the list has gone on while the page was open."""
    if not may_edit(user, school_list):
        is_confirmed = school_list.state == SchoolList.State.CONFIRMED
        raise SchoolListError(CONFIRMED if is_confirmed else NOT_NOW)


def require_staff_to(user) -> None:
    """Applying and undoing are staff's; who else sees the list is told so (403)."""
    if not user.is_staff:
        raise PermissionDenied
