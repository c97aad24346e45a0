"""Open lists of institutions become services that are information alone, on a territory's shelf."""
