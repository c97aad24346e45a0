"""Commands of closing."""
