"""Measurements of speed and memory against peers; run with `python -m tests.benchmarks`, never by pytest."""
