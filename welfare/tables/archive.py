"""What lies packed in an XLSX, measured before anything of it is read."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from welfare.tables import limits
from welfare.tables.rows import TableError

CHUNK = 1 << 18
NAMES = "[Content_Types].xml"
SHEETS = "xl/worksheets/"
MARKUP = (".xml", ".rels")
# What a document type would be needed for, no spreadsheet program writes.
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
NAMED_SHEET = re.compile(rb"<(?:\w+:)?sheet[\s/>]")


def damaged() -> TableError:
    """The refusal of a workbook that cannot be made sense of."""
    return TableError(
        _("This workbook is damaged: open it with a spreadsheet program, save it as .xlsx and upload that.")
    )


def too_much() -> TableError:
    """The refusal of a workbook that unpacks into more than is read."""
    return TableError(
        _("This workbook unpacks into more than is read: copy the rows that matter, as values, into a new workbook.")
    )


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, for reading. Raises TableError when it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError) as error:
        raise damaged() from error


def check(archive: zipfile.ZipFile) -> None:
    """Hold the limits that the archive's own list tells, and say which office file it is if not an XLSX."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    refuse_other_offices(archive, names)
    if len(parts) > limits.MOST_PARTS or sum(part.file_size for part in parts) > limits.MOST_UNPACKED:
        raise too_much()
    if len(names) != len(parts):
        raise damaged()
    for part in parts:
        if part.file_size > limits.RATIO_FROM and part.file_size > limits.MOST_RATIO * max(part.compress_size, 1):
            raise too_much()
        if part.flag_bits & 1:
            raise TableError(_("This workbook is locked with a password: save it without one."))
        if is_small(part.filename) and part.file_size > limits.LARGEST_SMALL_PART:
            raise too_much()


def refuse_other_offices(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Say what an archive is that is no XLSX."""
    if "mimetype" in names and archive.getinfo("mimetype").file_size < CHUNK:
        kind = archive.read("mimetype")
        if b"opendocument" in kind:
            raise TableError(_("This is an OpenDocument file (.ods): save it as .xlsx or CSV."))
    if "xl/workbook.bin" in names:
        raise TableError(_("This is a binary Excel file (.xlsb): save it as .xlsx or CSV."))
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise TableError(_("This is a document, not a table: export the list as CSV or XLSX."))
    if NAMES not in names:
        raise TableError(_("This is a packed archive: unpack it and upload the CSV or XLSX that is in it."))


def is_small(name: str) -> bool:
    """Whether a part of markup is one that is read whole, so must be small."""
    return name.endswith(MARKUP) and not (name.startswith(SHEETS) or is_texts(name) or is_styles(name))


def is_sheet(name: str) -> bool:
    """Whether a part is a sheet."""
    return name.startswith(SHEETS) and "/_rels/" not in name


def is_texts(name: str) -> bool:
    """Whether a part is the list of texts."""
    return name.lower().endswith("sharedstrings.xml")


def is_styles(name: str) -> bool:
    """Whether a part is the list of formats."""
    return name.lower().endswith("styles.xml")


def check_markup(archive: zipfile.ZipFile) -> None:
    """Hold the limits of tags, which bound time and memory, and refuse declarations, which could name other files."""
    rows = sheets = elements = 0
    for part in archive.infolist():
        if part.filename.endswith(MARKUP):
            count = Counted()
            for piece in pieces(archive, part):
                count.add(piece)
                sheets += len(NAMED_SHEET.findall(piece)) if is_small(part.filename) else 0
                if count.is_too_much(part.filename) or sheets > limits.MOST_SHEETS:
                    raise too_much()
            rows += count.rows
            elements += count.elements if is_sheet(part.filename) else 0
            if rows > limits.MOST_ROW_TAGS_IN_ALL or elements > limits.MOST_SHEET_ELEMENTS:
                raise too_much()


def pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part, piece by piece, each cut where a tag begins. Raises TableError for a document type."""
    rest = b""
    with archive.open(part) as source:
        while piece := source.read(CHUNK):
            whole, sign, rest = (rest + piece).rpartition(b"<")
            rest = sign + rest
            if len(rest) > limits.LONGEST_MARKUP:
                raise too_much()
            if any(word in whole for word in DECLARATIONS):
                raise TableError(_("This workbook asks for other files: save it again with a spreadsheet program."))
            yield whole
    yield rest


class Counted:
    """How many tags and elements a part has, how many rows, and how many tags at most from one row to the next."""

    def __init__(self) -> None:
        self.tags = self.elements = self.rows = self.since_row = self.widest = 0

    def add(self, piece: bytes) -> None:
        """Count a piece that is cut where a tag begins."""
        before, *rows = ROW.split(piece)
        counts = [self.since_row + before.count(b"<"), *(row.count(b"<") for row in rows)]
        self.tags += piece.count(b"<")
        self.elements += piece.count(b"<") - piece.count(b"</")
        self.rows += len(rows)
        self.since_row = counts[-1]
        self.widest = max(self.widest, *counts)

    def is_too_much(self, name: str) -> bool:
        """Whether a part of this name has more than is read."""
        is_crowded = self.widest > limits.MOST_TAGS_A_ROW or self.rows > limits.MOST_ROW_TAGS
        return self.tags > most_tags(name) or (is_sheet(name) and is_crowded)


def most_tags(name: str) -> int:
    """How many tags a part may have."""
    if is_texts(name):
        return limits.MOST_TEXT_TAGS
    return limits.MOST_STYLE_TAGS if is_styles(name) else limits.MOST_TAGS
