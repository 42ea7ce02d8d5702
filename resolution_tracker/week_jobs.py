"""What the worker keeps by itself when a week is over."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from directives import weeks
from resolution_tracker.jobs import job

# What was recorded before midnight may be committed after it.
SETTLED = timedelta(hours=1)


@app.periodic(cron="*/10 * * * *")
@job()
def keep_weeks(*, timestamp: int) -> None:
    """Keep the figures of the weeks that are over. `timestamp`: the moment it was due at.

    Every ten minutes rather than on Mondays: soon after midnight by the local clock, and when a
    worker begins, for it makes up for the last ten minutes. With nothing missing it only looks.
    """
    weeks.keep(timezone.localdate(timezone.now() - SETTLED))
