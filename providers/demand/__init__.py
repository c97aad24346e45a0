"""What people search for and do not find, counted without them. Public schema."""
