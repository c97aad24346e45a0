"""A pooler in transaction mode, as small as one can be: all clients share one session of the server.

Like PgBouncer with `pool_mode = transaction` it hands the session to whoever sends the next statement.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SYNC, SIMPLE_QUERY, READY, TERMINATE = b"S", b"Q", b"Z", b"X"
# AuthenticationOk, and the settings a driver must know.
WELCOME = b"R\0\0\0\x08\0\0\0\0" + b"".join(
    b"S" + (4 + len(pair)).to_bytes(4, "big") + pair
    for pair in (b"client_encoding\0UTF8\0", b"server_version\x0018.0\0", b"integer_datetimes\0on\0")
)
READY_IDLE = b"Z\0\0\0\x05I"


def exactly(source: socket.socket, count: int) -> bytes:
    """`count` bytes; raises ConnectionError when the other side is gone."""
    received = b""
    while len(received) < count:
        more = source.recv(count - len(received))
        if not more:
            raise ConnectionError
        received += more
    return received


def message(source: socket.socket) -> tuple[bytes, bytes]:
    """One message: its type, and all of it."""
    head = exactly(source, 5)
    return head[:1], head + exactly(source, int.from_bytes(head[1:], "big") - 4)


class Pooler:
    """One session of the server for all clients; the first client's sign-in makes it."""

    def __init__(self, host: str, port: int) -> None:
        self.server = socket.create_connection((host, port))
        self.turn = threading.Lock()
        self.signed_in = False

    def serve(self, client: socket.socket) -> None:
        """Answer one client until it leaves."""
        try:
            startup = self.startup_of(client)
            with self.turn:
                self.welcome(client, startup)
            while self.statement(client):
                pass
        except OSError:
            client.close()

    def startup_of(self, client: socket.socket) -> bytes:
        """The client's first packet; an offer of encryption is declined."""
        while True:
            head = exactly(client, 4)
            packet = head + exactly(client, int.from_bytes(head, "big") - 4)
            if packet[4:8] not in (b"\x04\xd2\x16\x2f", b"\x04\xd2\x16\x30"):
                return packet
            client.sendall(b"N")

    def welcome(self, client: socket.socket, startup: bytes) -> None:
        """Sign the first client in at the server, word for word; let the others in on its account."""
        if self.signed_in:
            client.sendall(WELCOME + READY_IDLE)
            return
        self.server.sendall(startup)
        while True:
            kind, whole = message(self.server)
            client.sendall(whole)
            if kind == READY:
                self.signed_in = True
                return
            if kind == b"R" and int.from_bytes(whole[5:9], "big") in (10, 11):
                self.server.sendall(message(client)[1])

    def statement(self, client: socket.socket) -> bool:
        """Pass one statement on, alone at the server until it is ready again; False at the client's end."""
        asked = b""
        kind = b""
        while kind not in (SYNC, SIMPLE_QUERY):
            kind, whole = message(client)
            if kind == TERMINATE:
                client.close()
                return False
            asked += whole
        with self.turn:
            self.server.sendall(asked)
            while kind != READY:
                kind, whole = message(self.server)
                client.sendall(whole)
        return True


@contextmanager
def transaction_pooler(host: str, port: int) -> Iterator[int]:
    """Run such a pooler before a server; gives its port."""
    pooler = Pooler(host, port)
    with socket.create_server(("127.0.0.1", 0)) as entrance:

        def answer() -> None:
            while True:
                try:
                    client, _ = entrance.accept()
                except OSError:
                    return
                threading.Thread(target=pooler.serve, args=[client], daemon=True).start()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield int(entrance.getsockname()[1])
        entrance.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)
    pooler.server.close()
