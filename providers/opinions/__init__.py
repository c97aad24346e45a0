"""How services went, counted without names. Public schema."""
