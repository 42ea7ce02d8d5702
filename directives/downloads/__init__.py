"""Tables taken away: what a screen shows, as CSV and XLSX, the same rows in the same order."""
