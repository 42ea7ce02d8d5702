"""`manage.py fill_demo`: the demo's schools, users and story, once and only with DEMO=1."""

from datetime import date, datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from resolution_tracker.demo.filling import DemoRefused, fill
from resolution_tracker.demo.moments import moment

EVENING = 18


class Command(BaseCommand):
    """Does nothing where anybody is registered already."""

    help = "Fills an empty installation with the demo. Needs DEMO=1."

    def add_arguments(self, parser) -> None:
        """Another day than today serves trials of the story."""
        parser.add_argument(
            "--today", type=date.fromisoformat, help="tell the story until this day"
        )

    def handle(self, *args, today: date | None = None, **options) -> None:
        """Fill and say what is there."""
        try:
            filled = fill(_now(today))
        except DemoRefused as error:
            raise CommandError(str(error)) from error
        if filled is None:
            self.stdout.write("demo: people are registered already, nothing was filled")
            return
        self.stdout.write(
            f"demo: {filled.schools} schools, {filled.assignments} assignments, "
            f"{filled.entries} timeline entries, {filled.files} files"
        )


def _now(today: date | None) -> datetime:
    return moment(today, EVENING) if today else timezone.now()
