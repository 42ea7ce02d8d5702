"""Who writes, approves and reads documents: the one place that knows.

The department's coordinators write about the region, any municipality or body; a municipal
coordinator about their own territory and its bodies; the institute and a school about themselves. A
draft is for the people of the body that issues it (staff do not see it); an approved document for
everybody who sees what it speaks of, and for those who read approved documents from outside.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from organizations import region
from organizations.access import Viewpoint
from organizations.models import Level, Municipality, Organization

_COORDINATED = (Level.DEPARTMENT, Level.MUNICIPAL)
_APPROVED, _DRAFT = "approved", "draft"


def writing_bodies(user) -> frozenset[int]:
    """Bodies in whose name this person writes documents."""
    view = Viewpoint.of(user)
    return frozenset(
        row.organization
        for row in view.roles
        if row.role == "coordinator" or (row.role == "reporter" and row.level not in _COORDINATED)
    )


def writes(user) -> bool:
    return bool(writing_bodies(user))


def takes_part(user) -> bool:
    """Whether there can be documents for this person at all."""
    view = Viewpoint.of(user)
    return bool(view.own or view.is_staff or view.is_reader)


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DocumentQuerySet":
        """Drafts of one's own body, and approved documents about what one sees."""
        view = Viewpoint.of(user)
        drafts = Q(status=_DRAFT, issued_by__in=view.own)
        if view.everything or view.is_reader:
            return self.filter(drafts | Q(status=_APPROVED))
        seen = Q(organization__in=Organization.objects.visible_to(view).values("pk"))
        seen |= Q(municipality__in=_territories(view.own))
        if view.has(Level.DEPARTMENT):
            seen |= Q(municipality__isnull=True, organization__isnull=True)
        return self.filter(drafts | Q(status=_APPROVED) & (seen | Q(issued_by__in=view.own)))

    def writable_by(self, user) -> "DocumentQuerySet":
        """Drafts this person may edit and throw away."""
        return self.filter(status=_DRAFT, issued_by__in=writing_bodies(user))

    def issued_for(self, user) -> "DocumentQuerySet":
        """Of bodies in whose name this person writes, drafts and approved ones."""
        return self.filter(issued_by__in=writing_bodies(user))

    def coordinated_by(self, user) -> "DocumentQuerySet":
        """Of bodies this person coordinates: drafts among them wait for their approval."""
        return self.filter(issued_by__in=Viewpoint.of(user).coordinates)

    def approved(self) -> "DocumentQuerySet":
        return self.filter(status=_APPROVED)


def _territories(bodies) -> models.QuerySet:
    authorities = Organization.objects.at(Level.MUNICIPAL).filter(pk__in=bodies)
    return authorities.values("municipality")


@dataclass(frozen=True)
class Scopes:
    """What a person may write about in the name of one body."""

    issuer: Organization

    @property
    def has_region(self) -> bool:
        return self.issuer.level == Level.DEPARTMENT

    def municipalities(self) -> models.QuerySet[Municipality]:
        if self.issuer.level == Level.DEPARTMENT:
            return region.municipalities()
        if self.issuer.level == Level.MUNICIPAL:
            return Municipality.objects.filter(pk=self.issuer.municipality_id)
        return Municipality.objects.none()

    def organizations(self) -> models.QuerySet[Organization]:
        there = Organization.objects.filter(voided_at__isnull=True)
        if self.issuer.level == Level.DEPARTMENT:  # of its own region, whoever else is here
            own = Q(pk=self.issuer.pk) | Q(parent=self.issuer.pk)
            return there.filter(own | Q(parent__parent=self.issuer.pk))
        if self.issuer.level == Level.MUNICIPAL:
            return there.filter(Q(pk=self.issuer.pk) | Q(parent=self.issuer.pk))
        return there.filter(pk=self.issuer.pk)


def issuers(user) -> models.QuerySet[Organization]:
    """The bodies this person may issue documents for, the highest first."""
    return Organization.objects.filter(pk__in=writing_bodies(user)).order_by("parent", "pk")
