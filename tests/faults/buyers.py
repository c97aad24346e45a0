"""People who order without pause while a database dies under them: `python -m tests.faults.buyers FOLDER`.

A program of its own, on a database server of its own. Each order whose placing returned is noted in
FOLDER/orders before the next is tried; where the server answers now stands in FOLDER/port, since it
comes back elsewhere. Ends when FOLDER/stop is there, then compares what was noted with what is kept.
"""

import io
import json
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up above
from django.db import DatabaseError, connection, connections  # noqa: E402
from django.db.models import Sum  # noqa: E402

from catalog.orders.models import Order, Voucher  # noqa: E402
from catalog.orders.place import place_order  # noqa: E402
from members.ledger.models import Entry, Leg, Reason  # noqa: E402
from providers.bookings.models import Booking  # noqa: E402
from providers.models import Fulfilment, Slot  # noqa: E402
from tenants import provisioning  # noqa: E402
from tenants.models import Kind  # noqa: E402
from tests import make  # noqa: E402
from tests.conftest import inside  # noqa: E402
from tests.orders import stage as stages  # noqa: E402
from tests.orders.stage import Stage  # noqa: E402

BUYERS = 4


class Buyers:
    """Four members of one employer, with credit for thousands of orders of one slot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.noted = folder / "orders"
        self.mutex = threading.Lock()
        call_command("migrate_all", stdout=io.StringIO())
        alfa, beta = (
            provisioning.open_organization(slug=slug, kind=Kind.COOPERATIVE, name=slug) for slug in ("alfa", "beta")
        )
        self.stage: Stage = stages.set_up(alfa, beta, price=Decimal("1.00"), service_type="gym", area="tempo_libero")
        Slot.objects.update(capacity=100_000)
        with inside(alfa):
            self.members = [make.member(f"Anna{number}") for number in range(BUYERS)]
            for member in self.members:
                stages.grant(member, self.stage.voluntary, "9999.00")

    def run(self) -> None:
        """Let them buy until somebody says stop."""
        threads = [threading.Thread(target=self.buy, args=(number,)) for number in range(BUYERS)]
        for thread in threads:
            thread.start()
        (self.folder / "ready").touch()
        for thread in threads:
            thread.join()

    def buy(self, number: int) -> None:
        """One member's orders; a database that is away is looked for again."""
        member = self.members[number]
        while not (self.folder / "stop").exists():
            try:
                with inside(self.stage.issuer):
                    order = place_order(self.stage.command(member=member, relative_id=None))
            except (DatabaseError, RuntimeError):
                self.look_for_the_database()
            else:
                self.note(order)
        connections.close_all()

    def note(self, order: Order) -> None:
        """Write down that somebody was told "done"."""
        with self.mutex, open(self.noted, "a") as file:
            file.write(f"{order.pk}\n")

    def look_for_the_database(self) -> None:
        """Take the port where it answers now."""
        connections.close_all()
        connection.settings_dict["PORT"] = (self.folder / "port").read_text()
        time.sleep(0.05)

    def account_for(self) -> dict[str, object]:
        """What was noted, what is kept, and whether the halves of each order agree."""
        noted = {UUID(line) for line in self.noted.read_text().split()}
        with inside(self.stage.issuer):
            kept = set(Order.objects.values_list("pk", flat=True))
            halves = set(Order.objects.values_list("fulfilment_id", flat=True))
            entries = Entry.objects.filter(reason=Reason.ORDER).count()
            sums = Leg.objects.aggregate(debit=Sum("debit"), credit=Sum("credit"))
            vouchers = Voucher.objects.count()
            shared = set(Fulfilment.objects.values_list("pk", flat=True))
            taken = Slot.objects.get().taken
        with inside(self.stage.supplier):
            bookings = set(Booking.objects.values_list("fulfilment_id", flat=True))
        return {
            "noted": len(noted),
            "kept": len(kept),
            "lost": len(noted - kept),
            "counts": [entries, vouchers, taken],
            "halves_agree": halves == shared == bookings,
            "is_balanced": sums["debit"] == sums["credit"],
        }


def main(folder: Path) -> None:
    """Set up, buy until told to stop, tell what came of it."""
    buyers = Buyers(folder)
    buyers.run()
    buyers.look_for_the_database()
    (folder / "account").write_text(json.dumps(buyers.account_for()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
