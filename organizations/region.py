"""What the region is: the territories whose authorities answer directly to the department.

Another territory may stand in the same database under a body in between; it is no part of it.
"""

from django.db.models import Q, QuerySet

from organizations.models import Level, Municipality, Organization


def authorities() -> QuerySet[Organization]:
    """The authorities that answer directly to the department, those of now and of before."""
    return Organization.objects.at(Level.MUNICIPAL).filter(
        parent__level=Level.DEPARTMENT, voided_at__isnull=True
    )


def municipalities() -> QuerySet[Municipality]:
    """The region's own, in the order of their names."""
    return Municipality.objects.filter(pk__in=authorities().values("municipality"))


def bodies_below() -> QuerySet[Organization]:
    """Every body of the region below the department, looked up by whom it answers to."""
    heads = Organization.objects.filter(
        Q(level=Level.DEPARTMENT) | Q(level=Level.MUNICIPAL, parent__level=Level.DEPARTMENT)
    )
    return Organization.objects.filter(parent__in=heads.order_by().values("pk"))


def stands_in(of: str = "") -> Q:
    """Rows whose municipality is one of the region's, or that stand at its own level, in none.

    `of`: the way to the row with the municipality, as «report__».
    """
    return stands(False, of) | stands(True, of)


def stands(is_above: bool, of: str = "") -> Q:
    """Either half of `stands_in`: at the region's own level, or in one of its municipalities."""
    if is_above:
        return Q(**{f"{of}municipality__isnull": True})
    return Q(**{f"{of}municipality__in": municipalities().order_by().values("pk")})


def places() -> list[int | None]:
    """The keys of its territories, and None for the bodies of the region's own level. One query."""
    return [*municipalities().order_by().values_list("pk", flat=True), None]
