"""Every list and page with a question in its address, asked nonsense: a page comes back, with nothing of it in it."""

import re

import pytest

from tests.badinput.probe import writing
from tests.badinput.values import LONG
from tests.badinput.world import World

# Who looks, where, and the names that the page reads in its address.
LISTS = [
    ("visitor", "/accedi/", "next"),
    ("anna", "/scaffale/", "q area per comune consegna origine ordina dopo"),
    ("anna", "/richieste/", "dopo"),
    ("anna", "/buoni/", "dopo"),
    ("anna", "/conto/", "dopo"),
    ("anna", "/famiglia/nuovo/", "ritorno"),
    ("anna", "/profilo/letture/", "dopo"),
    ("hr", "/hr/persone/", "q categoria sede stato dopo"),
    ("hr", "/hr/registro/", "persona tipo dal al dopo"),
    ("payroll", "/paghe/", "dopo"),
    ("payroll", "/paghe/cu/", "anno"),
    ("payroll", "/paghe/benefit/", "q dopo"),
    ("operator", "/rete/registro/", "persona tipo dal al dopo"),
    ("hr", "/hr/piani/utilizzo/", "anno"),
    ("hr", "/hr/scaffale/", "q stato dopo"),
    ("hr", "/identita/", "dopo"),
    ("manager", "/fornitore/servizi/", "dopo"),
    ("manager", "/fornitore/incassi/", "mese"),
    ("manager", "/fornitore/chi-ti-aspetta/", "stato dopo"),
    ("operator", "/rete/candidature/", "stato dopo"),
    ("operator", "/rete/organizzazioni/", "q status after"),
    ("operator", "/rete/fornitori/", "q mostra after"),
    ("operator", "/rete/servizi/", "q stato area consegna fornitore dopo"),
    ("operator", "/rete/lavori/", "q tipo stato after"),
]
NONSENSE = [
    "a\0b", LONG[:3000], "-1", "%", "\\", "'", "9" * 40, "١٢٣٤", "👩🏽‍🌾\u202eabc", "[]", "eyJhIjoxfQ",
    "//evil.example", "\r\nSet-Cookie: a=b", "<script>alert(1)</script>{{ 7*7 }}", "1) OR 1=1 --", "NaN", "2026-13",
]  # fmt: skip
TYPED = {
    "_connector": "OR 1=1",
    "pk__regex": "(a+)+$",
    "user__password__startswith": "a",
    "order_by": "?",
    "page": "-1",
}
TOKEN = re.compile(r"[A-Za-z0-9]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

MAIN = re.compile(r"<main.*</main>", re.DOTALL)


def test_nonsense_is_answered_with_a_page(world: World) -> None:
    broken = []
    for role, path, names in LISTS:
        for value in NONSENSE:
            with writing() as written:
                response = world.clients[role].get(path, dict.fromkeys(names.split(), value) | {"dopo": [value, value]})
            page = response.content.decode()
            if response.status_code != 200 or written or "<script>alert" in page or 'href="//evil' in page:
                broken.append((path, value, response.status_code, written))
    assert broken == []


@pytest.mark.parametrize(("role", "path", "names"), [each for each in LISTS if " " in each[2]])
def test_each_name_alone_is_answered_with_a_page(role: str, path: str, names: str, world: World) -> None:
    asked = [{name: value} for name in names.split() for value in NONSENSE[::4]]
    assert [query for query in asked if world.clients[role].get(path, query).status_code != 200] == []


def test_a_name_that_no_page_reads_changes_nothing(world: World) -> None:
    changed = []
    for role, path, _ in LISTS:
        plain, asked = (MAIN.findall(world.clients[role].get(path, query).content.decode()) for query in ({}, TYPED))
        if [TOKEN.sub("", each) for each in plain] != [TOKEN.sub("", each) for each in asked]:
            changed.append(path)
    assert changed == []
