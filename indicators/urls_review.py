"""Addresses: review."""

from django.urls import path

from indicators.views.review.bulk import indicator_review_bulk
from indicators.views.review.queue import indicator_review_queue
from indicators.views.review.report import indicator_reopen, indicator_review

urlpatterns = [
    path("review/", indicator_review_queue, name="indicator-review-queue"),
    path("review/chosen/", indicator_review_bulk, name="indicator-review-bulk"),
    path("reports/<pk:pk>/review/", indicator_review, name="indicator-review"),
    path("reports/<pk:pk>/reopen/", indicator_reopen, name="indicator-reopen"),
]
