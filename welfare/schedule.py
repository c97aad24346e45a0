"""What is done when, by the beat alone: names of tasks and their times in Italy."""

from celery.schedules import crontab

BEAT = {
    # A sweep that could not start in time is left to the next one.
    "sweep": {"task": "catalog.orders.sweep", "schedule": 15, "options": {"expires": 15}},
    "expire-orders": {
        "task": "catalog.orders.expire_everywhere",
        "schedule": crontab(hour=0, minute=10),
    },
    "carry-openings-on": {"task": "tenants.provisioning.sweep", "schedule": 15.0, "options": {"expires": 15}},
    "clean": {"task": "tenants.clean", "schedule": crontab(hour=2, minute=40)},
    "close-budgets": {"task": "catalog.closing.settle_everywhere", "schedule": crontab(hour=0, minute=30)},
    "remind-of-credit": {"task": "catalog.closing.remind_everywhere", "schedule": crontab(hour=7, minute=30)},
    "go-through-windows": {
        "task": "catalog.conversion.go_through_everywhere",
        "schedule": crontab(hour=5, minute=30),
    },
    "count-opinions": {"task": "providers.opinions.count", "schedule": crontab(hour=2, minute=10)},
    "ask-how-it-went": {"task": "catalog.feedback.ask_everywhere", "schedule": crontab(hour=9, minute=10)},
    "tend-quotes": {"task": "catalog.quotes.tend_everywhere", "schedule": crontab(hour=0, minute=40)},
    "tend-nominations": {"task": "catalog.nominations.tend_everywhere", "schedule": crontab(hour=0, minute=50)},
    "erase-enquiries": {"task": "providers.enquiries.erase", "schedule": crontab(hour=3, minute=25)},
    "go-through-enrolments": {
        "task": "catalog.enrolments.go_through_everywhere",
        "schedule": crontab(hour=4, minute=30),
    },
    "look-at-papers": {"task": "providers.accreditation.go_through", "schedule": crontab(hour=5, minute=10)},
    "lapse-applications": {"task": "providers.applications.lapse_everywhere", "schedule": crontab(hour=3, minute=30)},
    # More than once: what an hour left undone is taken up by the next.
    "draw-subscriptions": {
        "task": "catalog.subscriptions.go_through_everywhere",
        "schedule": crontab(hour="4-7", minute=50),
    },
    "put-versions-in-force": {"task": "catalog.shelf.put_versions_in_force", "schedule": crontab(hour=0, minute=2)},
    "tell-looks": {"task": "catalog.shelf.tell_looks_everywhere", "schedule": crontab(hour=6, minute=50)},
    "erase-photos": {"task": "catalog.shelf.erase_photos", "schedule": crontab(hour=4, minute=10)},
    "erase-searches-in-vain": {"task": "providers.demand.erase", "schedule": crontab(hour=3, minute=55)},
    "go-through-statements": {"task": "catalog.settlement.go_through", "schedule": crontab(hour=2, minute=10)},
    "tell-use": {"task": "catalog.plans.tell_everywhere", "schedule": crontab(hour=1, minute=10)},
    "close-leavers": {"task": "members.close_leavers_everywhere", "schedule": crontab(hour=0, minute=5)},
    "apply-category-rules": {
        "task": "members.apply_category_rules_everywhere",
        "schedule": crontab(hour=0, minute=20),
    },
    "erase-certificates": {"task": "members.erase_certificates", "schedule": crontab(hour=3, minute=50)},
    "erase-imports": {"task": "members.erase_imports", "schedule": crontab(hour=3, minute=40)},
    "erase-bookings": {
        "task": "providers.bookings.tasks.erase_bookings_due",
        "schedule": crontab(hour=3, minute=20),
    },
}
