"""The bare domain: what it is for, and in the demo its mail."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from welfare.demo_mail import FolderBackend


@pytest.fixture
def bare(db: None) -> Client:
    return Client(SERVER_NAME="localhost")


def test_mail_of_the_demo_is_shown_without_running_anything_in_it(
    bare: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.SCAFFALE_DEMO, settings.DEMO_MAIL = True, tmp_path
    message = EmailMessage("Il tuo buono", "Ciao <script>alert(1)</script>", to=["anna@example.org"])
    message.attach("buono.pdf", b"%PDF", "application/pdf")
    assert FolderBackend().send_messages([message]) == 1
    shown = bare.get("/posta/").content.decode()
    assert "Il tuo buono" in shown
    assert "buono.pdf" in shown
    assert "<script>alert" not in shown


def test_outside_the_demo_there_is_no_mail_page(bare: Client, settings: Settings) -> None:
    settings.SCAFFALE_DEMO = False
    assert bare.get("/posta/").status_code == 404
    assert "scaffale-demo" not in bare.get("/").content.decode()
