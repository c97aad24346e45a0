"""What the pages of quotes need beside the kit."""
