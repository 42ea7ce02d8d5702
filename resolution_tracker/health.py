"""Whether this process works, and whether what it stands on does. For monitors, without sign-in."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from resolution_tracker.jobs import living_workers


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations of the code that is running; they cannot change under it."""
    return frozenset(MigrationLoader(None).disk_migrations)


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else, so that a sick database does not restart us."""
    return HttpResponse("ok", content_type="text/plain")


def missing_migrations() -> list[str]:
    """What this code expects of the database and does not find, as app.name."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(".".join(key) for key in _known_migrations() - set(applied))


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, has every migration of this code and a worker lives."""
    try:
        missing = missing_migrations()
        worker_lives = not missing and living_workers().exists()
    except Error:
        return JsonResponse({"database": "unreachable"}, status=503)
    if missing:
        return JsonResponse({"database": "ok", "migrations": missing}, status=503)
    answer = {"database": "ok", "migrations": "ok"}
    if not worker_lives:
        return JsonResponse(answer | {"worker": "none; start manage.py worker"}, status=503)
    return JsonResponse(answer | {"worker": "ok"})
