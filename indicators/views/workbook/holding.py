"""A workbook found for the page that shows or changes it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from indicators.models import ValueList
from indicators.workbook.scope import Scope, brings

_PEOPLE = ("uploaded_by", "applied_by", "organization", "collection__period")


def require_part(user) -> None:
    """404 for those whom workbooks do not concern."""
    if not brings(user):
        raise Http404


def seen(user, pk: int) -> ValueList:
    """The workbook, if this person may see it; 404 for every other."""
    return get_object_or_404(ValueList.objects.visible_to(user).select_related(*_PEOPLE), pk=pk)


def own(user, pk: int) -> ValueList:
    """The same, for whoever may take it in; 403 for those who only see it."""
    value_list = seen(user, pk)
    if not Scope.of(value_list).is_of(user):
        raise PermissionDenied
    return value_list
