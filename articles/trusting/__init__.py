"""What careful readers ask of a health page, answered from the data, with remedies; for editors alone."""
