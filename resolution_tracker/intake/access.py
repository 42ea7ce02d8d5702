"""Who may work with lists of schools: staff with all, a municipal coordinator with their own."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from organizations.access import Viewpoint
from organizations.models import Municipality, SchoolList, territories_of


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
    return territories_of(Viewpoint.of(user))


def may_edit(user, school_list: SchoolList) -> bool:
    """A coordinator's list is theirs until they confirm it; staff may until it is applied."""
    return school_list.is_editable and (
        user.is_staff or school_list.state == SchoolList.State.CHECKED
    )
