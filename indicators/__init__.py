"""How measured: indicators, targets, reports of a period, roll-up."""
