"""`assess FILE`: what tax law says of worked cases, one line of JSON each."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from django.core.management.base import BaseCommand, CommandError

from catalog.fiscal import Reason, SwitchCode
from catalog.fiscal.case_file import CaseAnswer, CaseFileError, answers
from catalog.fiscal.switches import switches
from welfare import catalogues

LARGEST_FILE = 64 * 1024 * 1024


class Command(BaseCommand):
    """Read a case file and print an answer a case; a case that is wrong has an `error` in its place."""

    help = "Assess the cases of a JSON file by the tax rules; one line of JSON a case."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the switches of open points to turn on, and whether to print reasons."""
        parser.add_argument("file", type=Path, help="a case file; docs/developers/law.md describes it")
        parser.add_argument(
            "--switch", action="append", default=[], choices=[str(code) for code in SwitchCode], dest="switches"
        )
        parser.add_argument("--reasons", action="store_true", help="print the reasons too, in English and Italian")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answers; raises CommandError when the file as a whole cannot be read."""
        italian = catalogues.read("it") if options["reasons"] else None
        try:
            for answer in answers(_text(options["file"]), switches(options["switches"])):
                self.stdout.write(json.dumps(_shown(answer, italian)))
        except CaseFileError as error:
            raise CommandError(f"{options['file']}: {error}") from error


def _text(path: Path) -> str:
    """The text of the file; CaseFileError for what is no file, too large or not UTF-8."""
    try:
        if not path.is_file():
            raise CaseFileError("there is no such file")
        if path.stat().st_size > LARGEST_FILE:
            raise CaseFileError(f"the file is over {LARGEST_FILE // 1024 // 1024} MB")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseFileError("the file is not UTF-8 text") from error
    except OSError as error:
        raise CaseFileError(f"the file cannot be read: {error.strerror}") from error


def _shown(answer: CaseAnswer, italian: Catalog | None) -> dict[str, object]:
    """The answer, with its reasons where there is a catalogue to say them in."""
    found = answer.as_json()
    if italian is not None and answer.verdict is not None:
        found["reasons"] = [_reason(reason, italian) for reason in answer.verdict.reasons]
    return found


def _reason(reason: Reason, italian: Catalog) -> dict[str, str]:
    """A reason with its law and its words in both languages, read from the source: compiled or not."""
    texts = [text for text in (reason.message, reason.next_step) if text]
    translated = [_italian(text, italian) for text in texts]
    words = {"en": texts, "it": translated}
    said = {language: " ".join(each % reason.params for each in found) for language, found in words.items()}
    return {"code": str(reason.code), "law": reason.law_ref, **said}


def _italian(text: str, italian: Catalog) -> str:
    message = italian.get(text)
    return text if message is None else str(message.string)
