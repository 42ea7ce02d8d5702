"""Addresses: reporting."""

from django.urls import path

from indicators.views import reporting

urlpatterns = [
    path("reports/", reporting.report_list, name="indicator-report-list"),
    path("reports/<pk:pk>/", reporting.report_detail, name="indicator-report"),
    path("reports/<pk:pk>/fill/", reporting.fill_report, name="indicator-fill"),
    path("reports/<pk:pk>/values/<pk:asked>/", reporting.keep_value, name="indicator-value"),
    path("reports/<pk:pk>/no-changes/", reporting.report_nil, name="indicator-nil"),
    path("reports/<pk:pk>/withdraw/", reporting.withdraw_report, name="indicator-withdraw"),
]
