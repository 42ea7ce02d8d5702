"""Who schools answer to: the department, or the education authority of their municipality."""

from dataclasses import dataclass

from django.db.models import Q

from organizations.models import Level, Organization


@dataclass
class Region:
    """The bodies above schools, by id."""

    department: int
    authorities: dict[int, int]  # municipality → its authority

    @classmethod
    def load(cls) -> "Region":
        """From the database; a region without its department takes no lists."""
        bodies = Organization.objects.filter(Q(level=Level.MUNICIPAL) | Q(level=Level.DEPARTMENT))
        department, authorities = 0, {}
        for pk, level, municipality in bodies.filter(voided_at=None, closed_on=None).values_list(
            "pk", "level", "municipality_id"
        ):
            if level == Level.DEPARTMENT:
                department = pk
            else:
                authorities[municipality] = pk
        return cls(department, authorities)
