"""How much is read at most. What goes beyond is refused in words, before or while it is read."""

MEGABYTE = 1024 * 1024
# An export of 50,000 people has about 8 MB as CSV, 5 MB as XLSX.
MOST_BYTES = 20 * MEGABYTE
MOST_ROWS = 50_000
MOST_COLUMNS = 200
LONGEST_CELL = 2_000
LONGEST_LINE = 100_000
# Rows of a sheet's own numbering, as spreadsheets have them: a number beyond is a forgery.
LAST_ROW = 1_048_576

# What lies packed in an XLSX: how many parts, how large unpacked, how many times larger than packed.
MOST_PARTS = 1_000
MOST_UNPACKED = 80 * MEGABYTE
MOST_RATIO = 200
RATIO_FROM = 2 * MEGABYTE
# Tags bound the time and the memory that reading takes: a cell has four, a text two or four.
MOST_TAGS = 4_000_000
MOST_STYLE_TAGS = 120_000
MOST_TEXT_TAGS = 2_000_000
MOST_TAGS_A_ROW = 100_000
# Rows that are there only because somebody coloured them count, too.
MOST_ROW_TAGS = 200_000
# All sheets together: looking into a book reads every one that does not say its own size.
MOST_ROW_TAGS_IN_ALL = 500_000
MOST_SHEET_ELEMENTS = 2_000_000
# Empty rows and cells that are gone through, in all sheets together, to find which of them hold something.
MOST_EMPTY = 300_000
MOST_SHEETS = 250
# Between two tags: a text, a formula.
LONGEST_MARKUP = MEGABYTE
# The parts that are read whole beside the sheets: table of contents, names, relations.
LARGEST_SMALL_PART = 4 * MEGABYTE
