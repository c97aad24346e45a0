"""Open lists of institutions: what a row says, mended. Pure functions; `catalog.directory` imports them."""
