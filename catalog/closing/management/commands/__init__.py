"""Commands of plans."""
