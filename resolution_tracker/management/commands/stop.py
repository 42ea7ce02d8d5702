"""`manage.py stop`: end what `manage.py run` started, from another terminal."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from resolution_tracker import postgres, running


class Command(BaseCommand):
    """Ends every run of this data folder, and its PostgreSQL."""

    help = "Ends `manage.py run` of this DATA_DIR and its PostgreSQL."
    requires_system_checks = []

    def handle(self, *args, **options) -> None:
        """Stop the web first, so that nobody asks a database that is gone."""
        try:
            ended = running.end_all(settings.DATA_DIR)
        except TimeoutError as error:
            raise CommandError(str(error)) from error
        if not settings.DATABASE_URL:
            postgres.stop(settings.DATA_DIR)
        self.stdout.write("Stopped." if ended else "Nothing was running.")
