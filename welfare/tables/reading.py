"""From a file to an open table: what kind of file it is, by content, and the reader for it."""

from pathlib import Path

from django.utils.translation import gettext as _

from welfare.tables import limits, plain_text, workbook
from welfare.tables.rows import Table, TableError

HEAD = 512
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
IMAGES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"BM", b"II*\x00", b"MM\x00*")
PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"PK\x05\x06")
PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"{\\rtf")


def open_table(path: Path) -> Table:
    """Open a CSV or XLSX file, whatever its name says. Raises TableError, at once or while rows are read."""
    check_size(path.stat().st_size)
    with path.open("rb") as handle:
        head = handle.read(HEAD)
    refuse_other_kinds(head)
    return workbook.open_workbook(path) if head.startswith(ZIP) else plain_text.open_csv(path)


def inspect(path: Path) -> None:
    """Refuse at once what need not be read to be refused: size, kind, what is packed in it. Raises TableError."""
    check_size(path.stat().st_size)
    with path.open("rb") as handle:
        head = handle.read(HEAD)
    refuse_other_kinds(head)
    if head.startswith(ZIP):
        workbook.inspect(path)


def check_size(size: int) -> None:
    """Refuse an empty file and one that is too large."""
    if size == 0:
        raise TableError(_("The file is empty: export it again."))
    if size > limits.MOST_BYTES:
        raise TableError(
            _("The file has more than %(most)s MB: split it, or leave out columns that are not needed.")
            % {"most": limits.MOST_BYTES // limits.MEGABYTE}
        )


def refuse_other_kinds(head: bytes) -> None:
    """Say what a file is that is no table, and what to do with it."""
    if head.startswith(OLD_OFFICE):
        raise TableError(
            _("This is an old Excel file (.xls) or one locked with a password: save it as .xlsx without password.")
        )
    if head.startswith(b"%PDF"):
        raise TableError(_("This is a PDF: export the list as CSV or XLSX instead."))
    if head.startswith(IMAGES):
        raise TableError(_("This is a picture: export the list as CSV or XLSX instead."))
    if head.startswith(PACKED):
        raise TableError(_("This is a packed archive: unpack it and upload the CSV or XLSX that is in it."))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(PAGES):
        raise TableError(
            _("This is a web page, whatever its name says: open it with a spreadsheet program, save it as .xlsx.")
        )
