"""Files that prove a report: what they are, how they are taken in, and how content is removed."""
