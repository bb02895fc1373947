"""Medical reviews: which version is to be read, what is recorded of it, when the next one is due, and who is told."""
