"""Figures, never pass or fail by the clock: ``python -m benchmarks`` prints every table."""
