"""Who may work with lists of schools: staff with all, a municipal coordinator with their own."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from organizations.access import Viewpoint
from organizations.models import Municipality, SchoolList


def takes_part(user) -> bool:
    """Whether lists of schools are any business of this person."""
    view = Viewpoint.of(user)
    return view.is_staff or view.has("municipal", "coordinator")


def require_part(user) -> None:
    """403 for everybody else."""
    if not takes_part(user):
        raise PermissionDenied


def municipalities_of(user) -> QuerySet[Municipality]:
    """The territories whose lists this person keeps."""
    view = Viewpoint.of(user)
    if view.is_staff:
        return Municipality.objects.all()
    return Municipality.objects.filter(
        organizations__level="municipal", organizations__in=view.coordinates
    ).distinct()


def find_list(request: HttpRequest, pk: int) -> SchoolList:
    """A list this person may see; 404 for every other."""
    seen = SchoolList.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("municipality", "uploaded_by").distinct(), pk=pk)


def may_edit(user, school_list: SchoolList) -> bool:
    """A coordinator's list is theirs until they confirm it; staff may until it is applied."""
    return school_list.is_editable and (
        user.is_staff or school_list.state == SchoolList.State.CHECKED
    )
