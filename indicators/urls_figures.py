"""Addresses: figures."""

urlpatterns = []
