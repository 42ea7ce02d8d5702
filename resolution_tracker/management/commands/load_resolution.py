"""`manage.py load_resolution`: the resolution and what it stands on, to begin with."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from resolution_tracker import reference


class Command(BaseCommand):
    """Creates what is missing; a second run changes nothing."""

    help = (
        "Loads municipalities, bodies, themes, the resolution with its items and checkpoints, this "
        "school year's periods, and the catalogue of indicators with this year's targets. Only "
        "creates what is missing; publishes nothing."
    )

    def handle(self, *args, **options) -> None:
        """One transaction; says what was created."""
        created = reference.load(timezone.localdate()).created
        said = ", ".join(f"{what} {count}" for what, count in created.items())
        self.stdout.write(f"created: {said}" if said else "nothing was missing")
