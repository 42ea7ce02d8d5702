"""«Динамика»: execution and overdue by week since the start."""
