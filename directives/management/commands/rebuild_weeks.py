"""Rebuild the figures of the weeks that are over from the timeline."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from directives import weeks


class Command(BaseCommand):
    help = "Count each ended week of the resolution anew; says how many figures differed."

    def handle(self, *args: object, **options: object) -> None:
        """Weeks that are missing count as different."""
        differed = weeks.rebuild(timezone.localdate())
        self.stdout.write(f"{differed} figures of weeks differed from the timeline")
