"""The pages for people say what is there: commands, settings, services, files."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po
from django.core.management import get_commands

from tests.project.sources import PROJECT, named, product_modules, shown, tracked

DOCUMENTS = [path for path in named(".md") if shown(path).startswith(("docs/", "README", "CONTRIBUTING"))]
READ = re.compile(r"""(?:environ(?:\.get\(|\[)|flag\(|required\()\s*["']([A-Z][A-Z_]+)["']""")
SERVICES = {"postgres", "broker", "cache", "migrate", "web", "worker", "beat", "provisioning", "mail"}


def settings_read() -> set[str]:
    """The environment variables that the product reads."""
    text = "\n".join(path.read_text() for path in product_modules())
    both = re.findall(r'required\("([A-Z_]+)" if [^)]* else "([A-Z_]+)"\)', text)
    return set(READ.findall(text)) | {name for pair in both for name in pair} - {"DJANGO_SETTINGS_MODULE"}


def compose() -> dict[str, Any]:
    """docker-compose.yml."""
    loaded: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
    return loaded


def of_our_image() -> dict[str, dict[str, Any]]:
    """The services that run Scaffale itself."""
    return {name: service for name, service in compose()["services"].items() if service["image"] == "scaffale"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_links_and_files_named_are_there(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
        assert (path.parent / target).exists(), f"{shown(path)} links to {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_commands_named_are_there(path: Path) -> None:
    text = path.read_text()
    for name in re.findall(r"(?<![\w./])bin/([a-z]+)\b(?!/)", text):
        assert (PROJECT / "bin" / name).exists(), f"{shown(path)} names bin/{name}"
    for name in re.findall(r"(?:bin/manage|manage\.py) ([a-z_]+)", text):
        assert name in get_commands() or name == "help", f"{shown(path)} names the command {name}"


def test_the_readme_names_every_command_and_every_room() -> None:
    text = (PROJECT / "README.md").read_text()
    for path in sorted((PROJECT / "bin").iterdir()):
        if path.is_file():
            assert f"`bin/{path.name}`" in text
    for room in re.findall(r"`([a-z]+/[a-z_/.]*)`", text):
        assert (PROJECT / room).exists() or room.startswith("var/"), room


def test_what_the_guides_print_bold_is_on_screen() -> None:
    """In docs/users bold is kept for words of the Italian screens: a label that changes changes there, too."""
    with (PROJECT / "locale" / "it" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="it")
    texts = [message.string if isinstance(message.string, tuple) else (message.string,) for message in catalogue]
    on_screen = {str(text).rstrip(".") for forms in texts for text in forms}
    for path in (PROJECT / "docs" / "users").glob("*.md"):
        for words in re.findall(r"\*\*(.+?)\*\*", path.read_text(), re.DOTALL):
            assert " ".join(words.split()).rstrip(".") in on_screen, f"{shown(path)}: {words}"


def test_decisions_are_numbered_once_and_listed() -> None:
    folder = PROJECT / "docs" / "decisions"
    names = sorted(path.name for path in folder.glob("0*.md"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert re.findall(r"^\| \[\d+\]\((.+?)\)", (folder / "README.md").read_text(), re.MULTILINE) == names
    for name in names:
        assert (folder / name).read_text().startswith(f"# {name[:4]} ")


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    page = (PROJECT / "docs" / "operators" / "settings.md").read_text()
    assert set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE)) == settings_read()


def test_compose_has_the_services_of_a_whole_installation() -> None:
    services = compose()["services"]
    assert set(services) == SERVICES
    assert services["mail"]["profiles"] == ["dev"]
    assert "noeviction" in services["broker"]["command"]
    for name, service in services.items():
        assert name == "migrate" or "healthcheck" in service, f"{name} has no health check"


def test_compose_gives_each_process_settings_that_exist() -> None:
    for name, service in of_our_image().items():
        assert set(service["environment"]) <= settings_read(), name
        owner = name in {"migrate", "provisioning"}
        assert ("DATABASE_OWNER_URL" in service["environment"]) == owner, (
            f"{name}: only the owner's processes may create"
        )
        assert (service["environment"].get("SCAFFALE_PROCESS") == "owner") == owner
        assert "SCAFFALE_HTTPS" not in service["environment"], f"{name} must not turn HTTPS off"


def test_compose_starts_commands_that_exist() -> None:
    for name, service in of_our_image().items():
        command = service.get("command", ["granian"])
        program = command[0]
        assert program in {"python", "celery", "granian"}, name
        if program == "python":
            assert command[1] == "manage.py"
            assert command[2] in get_commands()


def test_every_secret_of_compose_is_in_the_example_and_empty_there() -> None:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (PROJECT / ".env.example").read_text(), re.MULTILINE))
    text = (PROJECT / "docker-compose.yml").read_text()
    assert set(re.findall(r"\$\{([A-Z_]+):\?", text)) <= set(example)
    assert set(example) <= set(re.findall(r"\$\{([A-Z_]+)", text))
    assert {value for value in example.values() if value} == set()
    assert [shown(path) for path in tracked() if path.name == ".env"] == []


def test_the_install_page_explains_every_line_of_the_example() -> None:
    page = (PROJECT / "docs" / "operators" / "install.md").read_text()
    for name in re.findall(r"^([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE):
        assert f"`{name}`" in page


def test_what_a_person_may_run_can_be_run() -> None:
    for path in [*(PROJECT / "bin").iterdir(), PROJECT / ".ci" / "run", PROJECT / "docker" / "make-roles.sh"]:
        if path.is_file():
            assert path.stat().st_mode & 0o111, shown(path)
            checked = subprocess.run(["sh", "-n", str(path)], capture_output=True, check=False)
            assert checked.returncode == 0, shown(path)


def test_the_licence_is_whole() -> None:
    text = (PROJECT / "LICENSE").read_text()
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text
