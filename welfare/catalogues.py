"""Texts for the screen: extracting them, keeping the Italian catalogue complete, compiling it.

Babel does the work, so that no system package (gettext) is needed. Msgids are English.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = ("welfare", "tenants", "providers", "members", "catalog")
PLAIN = ("_", "gettext", "gettext_lazy", "gettext_noop")
IN_CONTEXT = ("pgettext", "pgettext_lazy")
PLURAL = ("ngettext", "ngettext_lazy")
PLURAL_IN_CONTEXT = ("npgettext", "npgettext_lazy")
KEYWORDS: dict[str, Any] = dict.fromkeys((*PLAIN, *IN_CONTEXT, *PLURAL, *PLURAL_IN_CONTEXT))
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%(?:[sd])|\{(\w*)\}")


def sources() -> Iterator[Path]:
    """Every file of ours that may hold texts."""
    base = Path(settings.BASE_DIR)
    for room in ROOMS:
        yield from sorted((base / room).rglob("*.py"))
    yield from sorted((base / "templates").rglob("*.html"))
    yield from sorted((base / "templates").rglob("*.txt"))


def python_of(path: Path) -> str:
    """A file as Python calls of gettext; templates through Django's own converter."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    converted = templatize(text, origin=str(path))
    # One call stands on one line; indentation of markup would confuse a Python reader.
    return "\n".join(line.strip() for line in converted.splitlines())


def extract() -> Catalog:
    """A catalogue of every text in the project, without translations."""
    catalogue = Catalog(project="Scaffale", charset="utf-8")
    for path in sources():
        reader = BytesIO(python_of(path).encode())
        for _line, function, arguments, _comments in extract_python(reader, KEYWORDS, [], {"encoding": "utf-8"}):
            add(catalogue, str(function), arguments)
    return catalogue


def add(catalogue: Catalog, function: str, arguments: Any) -> None:
    """Put one call's text in the catalogue; a call without a literal text is none."""
    values = list(arguments) if isinstance(arguments, tuple | list) else [arguments]
    context = values.pop(0) if function in IN_CONTEXT + PLURAL_IN_CONTEXT and values else None
    wanted = 2 if function in PLURAL + PLURAL_IN_CONTEXT else 1
    texts = values[:wanted]
    if len(texts) == wanted and all(isinstance(text, str) and text for text in texts):
        catalogue.add(tuple(texts) if wanted == 2 else texts[0], context=context)


def path_of(language: str) -> Path:
    """The catalogue file of a language."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is on disk; an empty one when there is none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Scaffale", charset="utf-8")
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


def update(language: str) -> Catalog:
    """Bring a catalogue up to date with the texts in use; translations are kept, nothing guessed."""
    catalogue = read(language)
    catalogue.update(extract(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        write_po(handle, catalogue, sort_output=True, no_location=True, width=110, omit_header=False)
    return catalogue


def compile_catalogue(language: str) -> Path:
    """Write the binary catalogue that Django reads."""
    target = path_of(language).with_suffix(".mo")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as handle:
        write_mo(handle, read(language))
    return target


def problems(language: str) -> list[str]:
    """What keeps a catalogue from being complete: missing, empty, fuzzy, other placeholders, left over."""
    catalogue, wanted = read(language), extract()
    found = [f"missing: {message.id!r}" for message in wanted if message.id and entry(catalogue, message) is None]
    for message in catalogue:
        if message.id:
            found += problems_of(message, is_used=entry(wanted, message) is not None)
    return found


def entry(catalogue: Catalog, message: Message) -> Message | None:
    """The entry of a catalogue for the text of another."""
    return catalogue.get(message.id, message.context)


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Singular and plural of a text, or the text alone."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def problems_of(message: Message, *, is_used: bool) -> list[str]:
    """What is wrong with one entry."""
    texts, ids = forms(message.string), forms(message.id)
    wrong = []
    if not is_used:
        wrong.append(f"no longer used: {message.id!r}")
    if not all(texts):
        wrong.append(f"not translated: {message.id!r}")
    if message.fuzzy:
        wrong.append(f"fuzzy: {message.id!r}")
    allowed = set().union(*(set(PLACEHOLDER.findall(text)) for text in ids))
    if any(not set(PLACEHOLDER.findall(text)) <= allowed for text in texts if text):
        wrong.append(f"other placeholders: {message.id!r}")
    return wrong
