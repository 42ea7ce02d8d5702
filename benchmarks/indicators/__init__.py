"""What figures cost: the roll-up page of a region alone, and of the same region in a country."""
