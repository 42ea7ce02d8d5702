"""Addresses: workbook."""

from django.urls import path

from indicators.views.workbook import board, giving, lists

urlpatterns = [
    path("reports/<pk:pk>/workbook/", giving.report_workbook, name="report-workbook"),
    path(
        "workbooks/<pk:pk>/<pk:collection>/",
        giving.municipality_workbook,
        name="municipality-workbook",
    ),
    path("workbooks/region/<pk:collection>/", giving.region_workbook, name="region-workbook"),
    path("value-lists/", board.value_list_board, name="value-list-board"),
    path("value-lists/upload/", board.value_list_upload, name="value-list-upload"),
    path("value-lists/<pk:pk>/", lists.value_list_detail, name="value-list-detail"),
    path("value-lists/<pk:pk>/errors/", giving.value_list_errors, name="value-list-errors"),
    path("value-lists/<pk:pk>/file/", giving.value_list_file, name="value-list-file"),
    path("value-lists/<pk:pk>/apply/", lists.value_list_apply, name="value-list-apply"),
    path("value-lists/<pk:pk>/undo/", lists.value_list_undo, name="value-list-undo"),
    path("value-lists/<pk:pk>/discard/", lists.value_list_discard, name="value-list-discard"),
]
