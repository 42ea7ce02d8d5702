"""Addresses of the indicators, each part in a file of its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("indicators.urls_figures")),
    path("", include("indicators.urls_catalogue")),
    path("", include("indicators.urls_collecting")),
    path("", include("indicators.urls_reporting")),
    path("", include("indicators.urls_review")),
    path("", include("indicators.urls_workbook")),
]
