"""The pages of training."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import STAFF
from anju.kernel.screens import Column, Screen, Tab, add_tab

from .. import actions
from ..fitness import REASONS
from ..kinds import KINDS, READERS
from ..models import Certificate, CertifiedDay, Finding, Requirement, Support
from ..templates import templates


def missing_in_words(codes: list[str]) -> str:
    """`certificate:guard:expired` as people read it."""
    parts = [code.split(":") for code in codes]
    titles = {code: one["title"] for code, one in templates().items()}
    return "、".join(f"{KINDS.get(kind) or titles.get(kind, kind)} {REASONS.get(why, why)}" for _what, kind, why in parts)


def counts_in_words(counts: dict[str, list[int]]) -> str:
    """Held of needed, by name."""
    return "、".join(f"{name} {held}/{needed}" for name, (needed, held, _verified) in counts.items())


class CertificateScreen(Screen):
    model = Certificate
    name = "certificates"
    title = _("Certificates")
    menu = "staff"
    icon = "ti-certificate"
    position = 40
    posts = READERS
    columns = "person kind state issued_on expires_on verified_by"
    filters = "state kind person expires_on"
    search = "issuer"
    order = "-created_at"
    quick = ((_("Ends soon"), "state=expiring"), (_("Has ended"), "state=expired"))
    facts = "person kind number issuer issued_on expires_on state file recorded_by verified_by verified_at end_reason"
    create = actions.add_certificate
    row = (actions.verify_certificate, actions.renew_certificate, actions.warn_certificate, actions.expire_certificate, actions.withdraw_certificate)
    importing, undoing, key = actions.add_certificate, actions.withdraw_certificate, "number"
    empty = _("No certificate is recorded yet. Record them one by one, or bring in the table of the personnel office.")


class RequirementScreen(Screen):
    model = Requirement
    name = "post_requirements"
    title = _("What posts ask for")
    menu = "staff"
    minor = True
    icon = "ti-lock-check"
    position = 41
    posts = READERS
    columns = "role post kind course is_key is_barring is_used basis_label"
    filters = "is_used kind is_key is_barring"
    order = "-created_at"
    create = actions.require_certificate
    row = (actions.drop_requirement,)
    empty = _("No post asks for a certificate yet. Say which post or role needs which one; who lacks it is then taken off the roster.")


class FindingScreen(Screen):
    model = Finding
    name = "roster_findings"
    title = _("On the roster without what the post asks for")
    menu = "staff"
    minor = True
    icon = "ti-user-exclamation"
    position = 42
    posts = READERS
    columns = ("person", "post", "starts_at", Column("missing", render=missing_in_words), "state", "found_at")
    filters = "state post person starts_at"
    order = "-found_at"
    facts = ("person", "post", "starts_at", "ends_at", Column("missing", render=missing_in_words), "state", "found_at", "note", "settled_by")
    row = (actions.settle_finding,)
    empty = _("Everybody on the roster has what his post asks for.")


class DayScreen(Screen):
    model = CertifiedDay
    name = "certified_days"
    title = _("Certified on duty, day by day")
    menu = "staff"
    minor = True
    icon = "ti-calendar-check"
    position = 43
    posts = READERS
    columns = ("on", Column("counts", render=counts_in_words))
    filters = "on"
    order = "-on"
    create = actions.count_certificates
    empty = _("No day was counted yet. The first is counted after midnight, once a post asks for a certificate.")


class SupportScreen(Screen):
    model = Support
    name = "certificate_support"
    title = _("Support for certificates")
    menu = "staff"
    minor = True
    icon = "ti-heart-handshake"
    position = 44
    posts = STAFF
    columns = "person kind hours fee state asked_at"
    filters = "state kind person asked_at"
    order = "-asked_at"
    facts = "person kind hours fee reason asked_at state decided_by answer spent result certificate"
    create = actions.ask_support
    row = (actions.approve_support, actions.refuse_support, actions.settle_support)
    empty = _("Nobody asked for support yet. Ask for hours off or a fee here when you want to get a certificate.")


add_tab("people", Tab("certificates", _("Certificates"), screen="certificates", via="person"))
add_tab("posts", Tab("requirements", _("What posts ask for"), screen="post_requirements", via="post"))
