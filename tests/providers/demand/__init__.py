"""The map of services, and what was searched in vain."""
