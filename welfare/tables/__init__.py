"""Tables that people upload: CSV and XLSX read row by row, within limits, refused in words.

`reading.open_table(path)` gives a `Table`; `heading.find(table, names)` finds the columns of known
names in it.
"""
