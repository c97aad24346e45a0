"""Milliseconds for a voucher's PDF, and what memory 500 of them take: `python -m bench voucher`.

Reference: the same elements and words as a bare WeasyPrint page, ready as text: no template, no styles, fonts or
brand of ours, no QR, no tags; by turns, so that a busy machine slows both alike. To reach: at most 1.5 times, and
flat memory.
"""

import json
import re
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from catalog.orders import documents
from catalog.orders.models import Voucher
from catalog.orders.vouchers import ShownVoucher
from tenants import isolation, provisioning
from tests.orders import stage as stages
from welfare import pdf

WARM_UP, COMPARED, IN_ALL = 50, 100, 500
DRAWING = re.compile("<svg.*?</svg>", re.DOTALL)


def measure() -> None:
    """Place one order, then make its document again and again."""
    with own_database() as database:
        issuer, supplier = (
            provisioning.open_organization(slug=slug, kind="cooperative", name=slug.title())
            for slug in ("alfa", "beta")
        )
        serve(database)
        # Placing an order sends a task; nobody takes it here.
        (settings.BROKER_FOLDER / "messages").mkdir(parents=True, exist_ok=True)
        order = stages.set_up(issuer, supplier).place()
        with isolation.enter(issuer, reason="measure"):
            voucher = Voucher.objects.select_related("order__member__user").get(order=order)
            print(json.dumps(figure(voucher)), flush=True)


def figure(voucher: Voucher) -> dict[str, object]:
    """One line: both times, their ratio, and how the process grew."""
    bare_page = bare(voucher)
    for _ in range(WARM_UP):
        make(voucher)
        write_bare(bare_page)
    times = [
        (milliseconds(lambda: make(voucher)), milliseconds(lambda: write_bare(bare_page))) for _ in range(COMPARED)
    ]
    before = memory()
    for _ in range(IN_ALL):
        make(voucher)
    ours, reference = (statistics.median(column) for column in zip(*times, strict=True))
    return {
        "name": "voucher",
        "voucher_ms": round(ours, 1),
        "bare_page_ms": round(reference, 1),
        "ratio": round(ours / reference, 2),
        "documents": IN_ALL,
        "memory_mb": before,
        "memory_growth_mb": memory() - before,
        "slow_without": pdf.slow_libraries(),
    }


def make(voucher: Voucher) -> bytes:
    """What the worker does for one document, but for the row and the file."""
    return documents.rendered(ShownVoucher(voucher))


def bare(voucher: Voucher) -> str:
    """The voucher's elements and words, without its QR."""
    shown = ShownVoucher(voucher)
    context = {"shown": shown, "order": shown.order, "voucher": voucher, "organization": isolation.current()}
    return DRAWING.sub("", get_template(documents.TEMPLATE).render(context))


def write_bare(page: str) -> bytes:
    """WeasyPrint as anybody would call it."""
    content: bytes = pdf.engine().library.HTML(string=page).write_pdf()
    return content


def milliseconds(action: Callable[[], object]) -> float:
    """How long it took this process: waiting for a busy machine is not counted."""
    begin = time.process_time()
    action()
    return (time.process_time() - begin) * 1000


def memory() -> int:
    """The memory that this process holds, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024**2


if __name__ == "__main__":
    measure()
