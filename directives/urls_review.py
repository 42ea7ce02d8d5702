"""Addresses of reviewing and of the department's control."""

from django.urls import path

from directives.views.control import items, period_dates, periods
from directives.views.review import assignment, bulk, desk, queue, requests, spot_checks

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("review/", queue.review_queue, name="review-queue"),
    path("review/decide/", bulk.review_bulk, name="review-bulk"),
    path("review/spot-checks/", spot_checks.spot_check_list, name="spot-check-list"),
    path("assignments/<pk:pk>/review/", assignment.assignment_review, name="assignment-review"),
    path("assignments/<pk:pk>/answer-request/", requests.answer_request, name="answer-request"),
    path(
        "assignments/<pk:pk>/spot-check/", spot_checks.assignment_confirm, name="assignment-confirm"
    ),
    path("assignments/<pk:pk>/reopen/", spot_checks.assignment_reopen, name="assignment-reopen"),
    path("assignments/<pk:pk>/waive/", spot_checks.assignment_waive, name="assignment-waive"),
    path("control/", items.control, name="control"),
    path("control/directives/<pk:pk>/publish/", items.directive_publish, name="directive-publish"),
    path(
        "control/directives/<pk:pk>/withdraw/",
        items.directive_withdraw,
        name="directive-withdraw",
    ),
    path("control/periods/add/", period_dates.period_add, name="period-add"),
    path("control/periods/<pk:pk>/", period_dates.period_edit, name="period-edit"),
    path("control/periods/<pk:pk>/open/", periods.period_open, name="period-open"),
    path("control/periods/<pk:pk>/close/", periods.period_close, name="period-close"),
]
