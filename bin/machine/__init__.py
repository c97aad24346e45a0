"""What stands behind the commands in bin/: it needs nothing but Python's standard library."""
