"""Addresses: collecting."""

from django.urls import path

from indicators.views import collecting

urlpatterns = [
    path("periods/", collecting.collection_list, name="collection-list"),
    path("periods/<pk:pk>/open/", collecting.collection_open, name="collection-open"),
    path("periods/<pk:pk>/close/", collecting.collection_close, name="collection-close"),
    path("periods/<pk:pk>/reopen/", collecting.collection_reopen, name="collection-reopen"),
    path("completeness/", collecting.completeness, name="completeness"),
    path("not-reported/", collecting.indicator_not_reported, name="indicator-not-reported"),
]
