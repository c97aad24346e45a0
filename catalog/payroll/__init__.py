"""What payroll needs of welfare each month and at year's end: figures, layouts, files. Tenant schema."""
