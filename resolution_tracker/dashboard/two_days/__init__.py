"""Two days side by side: the figures on both, and what moved between them."""
