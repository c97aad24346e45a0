"""The member card and where it gives a discount; tenant schema of the member."""
