"""Addresses: the catalogue and the school passports."""

from django.urls import path

from indicators.views.catalogue import indicator_catalogue, passport, passport_list

urlpatterns = [
    path("catalogue/", indicator_catalogue, name="indicator-catalogue"),
    path("passports/", passport_list, name="passport-list"),
    path("passports/<pk:pk>/<int:school_year>/", passport, name="passport"),
]
