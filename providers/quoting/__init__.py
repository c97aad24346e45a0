"""Requests for a quote and the answers, nameless. Public schema."""
