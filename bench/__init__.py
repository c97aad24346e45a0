"""Measurements: one line of JSON a figure, each beside a reference run. See README.md."""
