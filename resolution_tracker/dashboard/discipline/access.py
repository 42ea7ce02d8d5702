"""Who reads which side of discipline. No persons are named on either: bodies only."""

from organizations.access import Viewpoint
from organizations.models import Organization
from organizations.models.organization import OrganizationQuerySet
from resolution_tracker.dashboard.sight import Sight

_WATCHES = ("coordinator", "viewer")


def reads_reviewers(view: Viewpoint) -> bool:
    """Those with bodies below them, the department's and the municipalities'; staff."""
    return view.everything or view.has("municipal", *_WATCHES)


def reads_bodies(view: Viewpoint) -> bool:
    """The same, and the institute its own row."""
    return reads_reviewers(view) or view.has("institute", *_WATCHES)


def bodies_of(sight: Sight) -> OrganizationQuerySet:
    """Bodies whose rows this person reads."""
    return Organization.objects.visible_to(sight.view).filter(voided_at__isnull=True)
