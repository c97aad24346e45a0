"""Who may open a view: declared on each one, closed when nothing is declared.

    @access(PUBLIC)                      anybody, signed in or not
    @access(SIGNED_IN)                   anybody with an account here
    @access(roles("hr"))                 accounts with one of the roles
    @access(roles("office"), kinds=("network",))   and only on hosts of these kinds: 404 elsewhere

A test walks all routes and fails on a view of ours without a rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., Any])
THIRD_PARTY = ("allauth.", "django.views.i18n", "django.views.static")


@dataclass(frozen=True)
class Rule:
    """What a request must satisfy; an empty `roles` of a signed-in rule takes any account."""

    public: bool = False
    roles: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def allows(self, user: Any) -> bool:
        """Whether an account satisfies the rule (the host's kind is tested apart)."""
        if self.public:
            return True
        if not user.is_authenticated:
            return False
        return not self.roles or bool(self.roles & set(user.roles))


PUBLIC = Rule(public=True)
SIGNED_IN = Rule()


def roles(*names: str) -> Rule:
    """A rule for accounts with at least one of these roles."""
    if not names:
        raise ImproperlyConfigured("roles() needs at least one role")
    return Rule(roles=frozenset(names))


def access(rule: Rule, *, kinds: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Declare a view's rule; works on functions and on the result of `as_view()`."""

    def mark(view: View) -> View:
        declared = Rule(rule.public, rule.roles, frozenset(kinds))
        view.access_rule = declared  # type: ignore[attr-defined]
        # LoginRequiredMiddleware reads this mark.
        view.login_required = not declared.public  # type: ignore[attr-defined]
        return view

    return mark


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule declared on a resolved view, if any."""
    declared = getattr(view, "access_rule", None)
    return declared if isinstance(declared, Rule) else None


def is_third_party(view: Callable[..., Any]) -> bool:
    """Views of packages, which guard themselves and cannot carry our mark."""
    owner = getattr(view, "view_class", view)
    return str(getattr(owner, "__module__", "")).startswith(THIRD_PARTY)


class KindMiddleware:
    """Answer 404 on hosts of a kind that has no such page, before asking anybody to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is done when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        """Refuse before the view, and before the sign-in, know of the request."""
        rule = rule_of(view)
        if rule is not None and rule.kinds and request.tenant.kind not in rule.kinds:  # type: ignore[attr-defined]
            raise Http404


class AccessMiddleware:
    """Apply the rule; a view of ours without one answers nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is done when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Refuse before the view runs: 404 on a wrong kind of host, 403 for a wrong role."""
        rule = rule_of(view)
        if rule is None:
            if is_third_party(view):
                return
            raise ImproperlyConfigured(f"{view!r} declares no access rule")
        if rule.kinds and request.tenant.kind not in rule.kinds:  # type: ignore[attr-defined]
            raise Http404
        if not rule.allows(request.user):
            raise PermissionDenied
