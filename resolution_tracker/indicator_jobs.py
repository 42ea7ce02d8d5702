"""What the worker does for indicators, by itself and every hour."""

from django.utils import timezone
from procrastinate.contrib.django import app

from indicators.computing import refresh_all
from resolution_tracker.jobs import job


@app.periodic(cron="7 * * * *")
@job()
def compute_indicators(*, timestamp: int) -> None:
    """Compute the indicators of open collections anew. `timestamp`: the hour it was due at.

    It may run late, twice or beside another: only what differs is written.
    """
    refresh_all(at=timezone.now())
