"""A report as a workbook: written prefilled, filled in offline, taken in as carefully as a list."""
