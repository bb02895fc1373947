"""How fast the site is, measured beside a bare Django view in the same run: `python -m tests.benchmarks --help`."""
