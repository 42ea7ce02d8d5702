"""Addresses: workbook."""

urlpatterns = []
