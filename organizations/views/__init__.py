"""Pages of organizations that need nothing but organizations."""
