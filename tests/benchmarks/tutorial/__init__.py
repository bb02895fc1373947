"""A blog as a tutorial would write it, to compare with."""
