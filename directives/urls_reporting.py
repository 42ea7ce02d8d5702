"""Addresses of those who carry out, and of every assignment's own page."""

from django.urls import path

from directives.views.reporting import assignment, draft_files, evidence, mine, report, requests

urlpatterns = [
    path("my/", mine.my_assignments, name="my-assignments"),
    path("assignments/<pk:pk>/", assignment.assignment_detail, name="assignment-detail"),
    path("assignments/<pk:pk>/report/", report.assignment_report, name="assignment-report"),
    path(
        "assignments/<pk:pk>/report/files/",
        draft_files.draft_file_upload,
        name="draft-file-upload",
    ),
    path("assignments/<pk:pk>/no-changes/", requests.assignment_nil, name="assignment-nil"),
    path("assignments/<pk:pk>/withdraw/", requests.assignment_withdraw, name="assignment-withdraw"),
    path(
        "assignments/<pk:pk>/request-extension/",
        requests.request_extension,
        name="request-extension",
    ),
    path(
        "assignments/<pk:pk>/request-exemption/",
        requests.request_exemption,
        name="request-exemption",
    ),
    path("files/<pk:pk>/", evidence.evidence_download, name="evidence-download"),
    path("files/<pk:pk>/preview/", evidence.evidence_preview, name="evidence-preview"),
    path("files/<pk:pk>/remove/", draft_files.draft_file_remove, name="draft-file-remove"),
    path("files/<pk:pk>/withdraw/", requests.withdraw_proof, name="withdraw-proof"),
]
