"""Pure functions over HTML and words."""
