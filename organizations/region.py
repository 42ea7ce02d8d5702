"""What the region is: the territories whose authorities answer directly to the department.

Another territory may stand in the same database under a body in between; it is no part of it.
"""

from django.db.models import QuerySet

from organizations.models import Level, Municipality, Organization


def municipalities() -> QuerySet[Municipality]:
    """The region's own, in the order of their names."""
    authorities = Organization.objects.at(Level.MUNICIPAL).filter(
        parent__level=Level.DEPARTMENT, voided_at__isnull=True
    )
    return Municipality.objects.filter(pk__in=authorities.values("municipality"))
