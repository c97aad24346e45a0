"""Tables that leave as a file: one writer, whose cells no spreadsheet takes for formulas.

A cell that a spreadsheet would compute gets an apostrophe in front: at its beginning, and after each mark
that some program takes for the end of a cell (`,`, `;`, tab, line break), whatever quotes stand around it
(OWASP, CSV injection). Amounts and dates come as text in the reader's own writing.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# Marks that begin a formula, their full-width twins included.
FORMULA = re.compile(r"(?P<before>^|[,;\t\r\n\"'|])(?P<space>[\s\u00a0]*)(?P<mark>[=+\-@\uff1d\uff0b\uff0d\uff20])")
# Tells spreadsheets that the file is UTF-8.
MARK = "\ufeff"


def neutral(cell: object) -> str:
    """A cell's text with nothing in it that is computed."""
    text = "" if cell is None else str(cell).replace("\0", "")
    return FORMULA.sub(lambda found: f"{found['before']}{found['space']}'{found['mark']}", text)


def csv_text(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A table as Italian spreadsheets open it: semicolons, every cell quoted."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([neutral(cell) for cell in header])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return MARK + written.getvalue()


def csv_response(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as a download called `name`; the caller bounds the rows, for they are all held in memory."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(csv_text(header, rows), content_type="text/csv; charset=utf-8", headers=headers)
