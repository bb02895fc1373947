"""Full-text search on SQLite and PostgreSQL: both index the same words, one formula of ours ranks what they find."""
