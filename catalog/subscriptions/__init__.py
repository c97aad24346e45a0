"""Services paid month by month; tenant schema of the member."""
