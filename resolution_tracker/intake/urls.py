"""Addresses of lists of schools."""

from django.urls import path

from resolution_tracker.intake.views import (
    applying,
    board,
    columns,
    decisions,
    discarding,
    giving,
    history,
    mending,
    places,
    preview,
    progress,
    undoing,
    upload,
)

urlpatterns = [
    path("", board.school_list_board, name="school-list-board"),
    path("upload/", upload.school_list_upload, name="school-list-upload"),
    path("history/", history.school_list_history, name="school-list-history"),
    path("template.xlsx", giving.school_list_template, name="school-list-template"),
    *(
        path(
            f"schools.{ending}", giving.school_list_export, {"ending": ending}, "school-list-export"
        )
        for ending in ("csv", "xlsx")
    ),
    path("<pk:pk>/", preview.school_list_detail, name="school-list-detail"),
    path("<pk:pk>/file/", history.school_list_file, name="school-list-file"),
    path("<pk:pk>/columns/", columns.school_list_columns, name="school-list-columns"),
    path("<pk:pk>/places/", places.school_list_places, name="school-list-places"),
    path("<pk:pk>/discard/", discarding.school_list_discard, name="school-list-discard"),
    path("<pk:pk>/progress/", progress.school_list_progress, name="school-list-progress"),
    path("<pk:pk>/check/", mending.school_list_check, name="school-list-check"),
    path("<pk:pk>/decide/", decisions.school_list_decide, name="school-list-decide"),
    path("<pk:pk>/contacts/", decisions.school_list_contacts, name="school-list-contacts"),
    path("<pk:pk>/missing/", decisions.school_list_missing, name="school-list-missing"),
    path("<pk:pk>/mend/", mending.school_list_mend, name="school-list-mend"),
    path("<pk:pk>/leave-out/", mending.school_list_leave_out, name="school-list-leave-out"),
    path("<pk:pk>/put-back/", mending.school_list_put_back, name="school-list-put-back"),
    path("<pk:pk>/errors.xlsx", mending.school_list_errors, name="school-list-errors"),
    path("<pk:pk>/letter/", mending.school_list_letter, name="school-list-letter"),
    path("<pk:pk>/confirm/", applying.school_list_confirm, name="school-list-confirm"),
    path("<pk:pk>/apply/", applying.school_list_apply, name="school-list-apply"),
    path("<pk:pk>/undo/", undoing.school_list_undo, name="school-list-undo"),
]
