"""Articles from elsewhere."""
