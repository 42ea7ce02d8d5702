"""Pages of figures: roll-ups and pictures."""
