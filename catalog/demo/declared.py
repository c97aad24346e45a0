"""What the demo's people have signed and sent: children declared, certificates that the welfare office looks at."""

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw

from members import certificates, declarations
from members.certificates import Paper
from members.models import Kinship, Member, Relative
from tenants import isolation
from tenants.isolation import Actor
from tenants.models import Organization
from welfare import clock

SIGNERS, SENDERS = 12, 3
YOUNGEST_EXEMPT = 75
WORDS = "FAC-SIMILE\n\nVerbale di invalidita' civile\nAccompagnamento riconosciuto\n\n(documento inventato)"


def fill(organization: Organization) -> None:
    """Let some parents declare their children, and some children of elderly parents send a certificate."""
    with isolation.enter(organization, reason="demo"):
        for member in parents()[:SIGNERS]:
            declare(organization, member)
        for place, relative in enumerate(elderly()[:SENDERS]):
            send(organization, relative, is_seen=place == 0)


def parents() -> list[Member]:
    """Members with children, always in the same order: the story's Anna among the first."""
    found = Member.objects.filter(relatives__kinship=Kinship.CHILD, user__is_active=True, left_on=None)
    return list(found.select_related("user").distinct().order_by("pk"))


def elderly() -> list[Relative]:
    """Parents for whom age alone does not exempt care yet."""
    last = clock.today().replace(year=clock.today().year - YOUNGEST_EXEMPT, day=1)
    found = Relative.objects.filter(kinship=Kinship.PARENT, birth_date__gt=last, member__user__is_active=True)
    return list(found.select_related("member__user").order_by("birth_date", "pk"))


def declare(organization: Organization, member: Member) -> None:
    """Sign for every child."""
    body = {"children": [child.tax_code for child in declarations.children_of(member)]}
    actor, name = actor_of(organization, member), member.user.full_name
    year = clock.today().year
    declarations.sign(member, declarations.Kind.DEPENDENT_CHILDREN, year, body, signed_name=name, actor=actor)


def send(organization: Organization, relative: Relative, *, is_seen: bool) -> None:
    """Send a certificate; the first was seen long ago."""
    day = clock.today().replace(month=1, day=15)
    paper = Paper("INPS Modena", day.replace(year=day.year - 1), None, drawn(WORDS.splitlines()), "png")
    certificate = certificates.send(relative, paper, actor=actor_of(organization, relative.member))
    if is_seen:
        certificates.decide(certificate, is_accepted=True, actor=isolation.SYSTEM)


def actor_of(organization: Organization, member: Member) -> Actor:
    """The member, who acts for the own family."""
    return Actor(organization.key, member.user_id, "person")


def drawn(lines: Iterable[str]) -> bytes:
    """A sheet with a few lines, as a photo."""
    sheet = Image.new("RGB", (700, 500), "white")
    ImageDraw.Draw(sheet).multiline_text((50, 60), "\n".join(lines), fill="#17324d", spacing=12, font_size=28)
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()
