"""System checks: what a host must have, and settings that nobody reads."""
