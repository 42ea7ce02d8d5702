"""Who may open the pages of collecting."""

from django.http import Http404

from indicators.collecting import may_collect
from organizations.access import Viewpoint


def require_collector(user) -> None:
    """Nobody but staff and the department's coordinators learns that the page exists."""
    if not may_collect(user):
        raise Http404


def require_overseer(user) -> None:
    """Those who oversee others' reports: the department, authorities and staff."""
    view = Viewpoint.of(user)
    if not (view.everything or view.has("municipal", "coordinator", "viewer")):
        raise Http404
