"""People out of a payroll program's export: read, compared with those we know, shown, written."""
