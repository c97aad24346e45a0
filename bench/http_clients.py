"""Clients that post forms over HTTP, each on a connection of its own, and what they measured."""

import http.client
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

CSRF = "b" * 32


@dataclass(frozen=True)
class Post:
    """One form to send: to which host and path, in whose session."""

    host: str
    path: str
    session: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """The status of an answer and how long it took, in seconds."""

    status: int
    seconds: float


def send(connection: http.client.HTTPConnection, post: Post) -> Answer:
    """Send one form as a browser would, cookies and CSRF token included."""
    body = urlencode(post.fields | {"csrfmiddlewaretoken": CSRF})
    headers = {
        "Host": post.host,
        "Cookie": f"scaffale_session={post.session}; scaffale_csrf={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://{post.host}",
    }
    begin = time.perf_counter()
    connection.request("POST", post.path, body, headers)
    response = connection.getresponse()
    response.read()
    return Answer(response.status, time.perf_counter() - begin)


def run(address: str, queues: Sequence[Sequence[Post]]) -> tuple[list[Answer], float]:
    """Send each queue from a client of its own, all at once; the answers and the seconds in all."""

    def client(queue: Sequence[Post]) -> list[Answer]:
        connection = http.client.HTTPConnection(address, timeout=60)
        try:
            return [send(connection, post) for post in queue]
        finally:
            connection.close()

    begin = time.perf_counter()
    with ThreadPoolExecutor(max_workers=len(queues)) as pool:
        answers = [answer for answers in pool.map(client, queues) for answer in answers]
    return answers, time.perf_counter() - begin


def p95(answers: Sequence[Answer]) -> float:
    """The time within which 95 of 100 answers came, in milliseconds."""
    return statistics.quantiles([answer.seconds for answer in answers], n=20)[18] * 1000


def until(condition: Callable[[], bool], seconds: float) -> float:
    """Wait until a condition holds; how long it took. Raises TimeoutError after `seconds`."""
    begin = time.perf_counter()
    while not condition():
        if time.perf_counter() - begin > seconds:
            raise TimeoutError("the condition did not come to hold")
        time.sleep(0.1)
    return time.perf_counter() - begin
