"""Pages of indicators as tables to take away: the same rows in the same order."""
