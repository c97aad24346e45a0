"""Agreements, shops, the member card."""
