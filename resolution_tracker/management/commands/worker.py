"""`manage.py worker`: carries out background jobs; `manage.py run` starts one by itself."""

import asyncio

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connections
from procrastinate.exceptions import ConnectorException

from resolution_tracker import health, jobs


class Command(BaseCommand):
    """Ends with a sentence when it cannot go on: whoever started it starts it again."""

    help = "Carries out background jobs until Ctrl-C. `manage.py run` starts one by itself."
    requires_system_checks = []

    def handle(self, *args, **options) -> None:
        """Refuse tables of another version, then work."""
        try:
            if health.missing_migrations():
                raise CommandError("The database is not up to date: run manage.py migrate first.")
            connections.close_all()
            asyncio.run(jobs.work())
        except (Error, ConnectorException) as error:
            reason = error.__cause__ or error
            raise CommandError(f"The worker has lost the database: {reason}") from error
        except jobs.WorkerLostError as error:
            raise CommandError(f"The worker begins anew: {error}") from error
        except KeyboardInterrupt:
            self.stdout.write("Interrupted.")
