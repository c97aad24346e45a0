"""What orders tell on pages of rooms below."""
