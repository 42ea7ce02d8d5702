"""Addresses: figures."""

from django.urls import path

from indicators.views.figures import pictures
from indicators.views.figures.roll_up import roll_up

urlpatterns = [
    path("", pictures.indicator_list, name="indicator-list"),
    path("<pk:pk>/", pictures.indicator_detail, name="indicator-detail"),
    path("roll-up/", roll_up, name="roll-up"),
]
