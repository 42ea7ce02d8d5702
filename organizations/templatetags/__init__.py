"""What templates ask about bodies."""
