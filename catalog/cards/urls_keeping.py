"""Where agreements are kept: the same pages for the network's people and for an organization's, each on its hosts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.urls import URLPattern, path

from catalog.cards import keeping, keeping_import
from welfare.access import Rule, access


def addresses(rule: Rule, kinds: tuple[str, ...]) -> list[URLPattern]:
    """The pages for those whom `rule` allows, on hosts of these kinds."""

    def guarded(view: Callable[..., Any]) -> Callable[..., Any]:
        @access(rule, kinds=kinds)
        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        return answer

    return [
        path("", guarded(keeping.listing), name="list"),
        path("nuova/", guarded(keeping.new), name="new"),
        path("negozi.csv", guarded(keeping_import.sample), name="sample"),
        path("importa/<uuid:key>/", guarded(keeping_import.run), name="run"),
        path("importa/<uuid:key>/avanzamento/", guarded(keeping_import.progress), name="progress"),
        path("importa/<uuid:key>/conferma/", guarded(keeping_import.confirm), name="confirm"),
        path("importa/<uuid:key>/rinuncia/", guarded(keeping_import.drop), name="drop"),
        path("<uuid:key>/", guarded(keeping.agreement), name="agreement"),
        path("<uuid:key>/modifica/", guarded(keeping.change), name="change"),
        path("<uuid:key>/importa/", guarded(keeping_import.start), name="import"),
        path("<uuid:key>/chiudi/", guarded(keeping.end), name="end"),
        path("<uuid:key>/riapri/", guarded(keeping.begin_again), name="begin_again"),
        path("<uuid:key>/negozi/<int:pk>/", guarded(keeping.move_shop), name="move_shop"),
    ]
