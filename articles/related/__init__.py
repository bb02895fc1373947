"""What stands next to an article: the index, the lists that follow every change, and why."""
