"""What each provider is owed for a month, organization by organization, and clearing. Public schema."""
