"""Addresses: catalogue."""

urlpatterns = []
