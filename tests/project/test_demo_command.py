"""bin/demo starts, says where it is, stops whole, and starts again whatever happened to it."""

import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Iterator

import pytest

from tests.project.checkout import Checkout, eventually


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which a foreign program listens."""
    with socket.socket() as foreign:
        foreign.bind(("127.0.0.1", 0))
        foreign.listen()
        yield foreign.getsockname()[1]


def test_it_tells_the_sign_ins_answers_and_stops_whole(checkout: Checkout) -> None:
    demo = checkout.start_demo()
    assert "Scaffale è pronto · Scaffale is ready" in checkout.said
    assert "olga@rete.example" in checkout.said
    assert "sesamo" in checkout.said
    assert checkout.answers()
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(timeout=30) == 0
    assert checkout.processes() == []
    assert not checkout.answers()


def test_a_service_that_dies_is_started_again_and_ctrl_c_stops_all(checkout: Checkout) -> None:
    demo = checkout.start_demo()
    died = checkout.pid("worker")
    os.kill(died, signal.SIGKILL)
    assert eventually(lambda: checkout.pid("worker") not in (0, died))
    assert checkout.answers()
    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=30) == 0
    assert checkout.processes() == []


def test_a_foreign_program_keeps_port_8000(checkout: Checkout) -> None:
    with socket.socket() as foreign:
        with contextlib.suppress(OSError):  # when it is taken already, all the better
            foreign.bind(("127.0.0.1", 8000))
            foreign.listen()
        checkout.start_demo()
        assert checkout.address()[1] > 8000
        assert checkout.answers()


def test_a_port_that_was_asked_for_and_is_taken_stops_with_what_to_type(checkout: Checkout, taken_port: int) -> None:
    finished = checkout.run("demo", "--port", str(taken_port))
    assert finished.returncode == 1
    assert f"port {taken_port} is taken" in finished.stderr
    assert "Type:    bin/demo --port" in finished.stderr
    assert checkout.processes() == []


def test_after_kill_of_everything_it_starts_again_without_doing_things_twice(checkout: Checkout) -> None:
    checkout.start_demo()
    assert "Preparing the tables" in checkout.said
    checkout.kill_everything()
    checkout.start_demo()
    assert checkout.answers()
    for work in ("Installing", "Making the database", "Preparing", "Compiling", "Building"):
        assert work not in checkout.said


def test_on_another_port_than_before_it_answers_where_it_says(checkout: Checkout) -> None:
    demo = checkout.start_demo()
    _, first = checkout.address()
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(timeout=30) == 0
    with socket.socket() as foreign:
        foreign.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # when another program was quicker, all the better
            foreign.bind(("127.0.0.1", first))
            foreign.listen()
        checkout.start_demo()
        assert checkout.address()[1] != first
        assert f"http://localhost:{checkout.address()[1]}" in checkout.said
        assert checkout.answers()


def test_what_a_killed_demo_left_is_ended_and_a_second_demo_takes_over(checkout: Checkout) -> None:
    checkout.start_demo()
    os.kill(checkout.pid("demo"), signal.SIGKILL)
    os.kill(checkout.pid("web"), signal.SIGKILL)  # its workers would go on answering
    left = set(checkout.processes())
    second = checkout.start_demo()
    database = checkout.database_pid()
    assert left & set(checkout.processes()) <= set(checkout.children_of(database)) | {database}
    checkout.start_demo()
    assert second.wait(timeout=30) == 0
    assert checkout.answers()


def test_a_recorded_pid_that_belongs_to_somebody_else_is_left_alone(checkout: Checkout, taken_port: int) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        run = checkout.root / "var" / "run"
        run.mkdir()
        for name, alone in (("web", "false"), ("demo", "true")):
            text = f'{{"name": "{name}", "pid": {stranger.pid}, "started": "1", "token": "0", "alone": {alone}}}'
            (run / f"{name}.json").write_text(text)
        checkout.run("demo", "--port", str(taken_port))
        assert stranger.poll() is None
        stranger.kill()


def test_without_its_database_it_says_so_stops_and_starts_again(checkout: Checkout) -> None:
    demo = checkout.start_demo()
    os.kill(checkout.database_pid(), signal.SIGKILL)
    said, _ = demo.communicate(timeout=60)
    assert demo.returncode == 1
    assert "the database ended by itself" in said
    assert checkout.processes() == []
    checkout.start_demo()
    assert checkout.answers()
