"""Addresses, grouped by prefix."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, register_converter

from organizations.converters import PrimaryKeyConverter
from resolution_tracker import health

register_converter(PrimaryKeyConverter, "pk")

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("resolution_tracker.shell.urls")),
    path("", include("resolution_tracker.dashboard.urls")),
    path("", include("directives.urls_reporting")),
    path("", include("directives.urls_review")),
    path("", include("organizations.urls")),
    path("", include("resolution_tracker.staff.urls")),
    path("school-lists/", include("resolution_tracker.intake.urls")),
    path("indicators/", include("indicators.urls")),
    path("documents/", include("documents.urls")),
    path("accounts/", include("resolution_tracker.shell.account_urls")),
    path("admin/", admin.site.urls),
]
if settings.BENCH:
    urlpatterns.append(path("bench/", include("benchmarks.trivial")))

handler400 = "resolution_tracker.shell.errors.bad_request"
handler403 = "resolution_tracker.shell.errors.permission_denied"
handler404 = "resolution_tracker.shell.errors.page_not_found"
handler500 = "resolution_tracker.shell.errors.server_error"
