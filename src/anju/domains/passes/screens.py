"""The pages of passes, keys and found things."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import ROLE_CHOICES
from anju.kernel.screens import Column, Screen, Tab

from . import actions
from .kinds import STAFF, kind_choices
from .models import Custody, FoundItem, Key, Pass, PassItem, PassUse
from .sentences import verdict_choices

READERS = (*STAFF, "headquarters", "auditor")
_ROLES = dict(ROLE_CHOICES)


def roles_in_words(codes: list[str]) -> str:
    return "、".join(str(_ROLES.get(code, code)) for code in codes) if codes else str(_("Any of the staff"))


class PassScreen(Screen):
    model = Pass
    name = "passes"
    title = _("Passes")
    menu = "access"
    icon = "ti-id-badge-2"
    position = 20
    label = "number"
    posts = READERS
    columns = "number kind holder_name place state starts_at ends_at uses_done"
    filters = "state kind place holder ends_at asked_at"
    search = "number company purpose"
    order = "-asked_at"
    choices = {"kind": kind_choices}  # noqa: RUF012
    quick = (
        (_("To approve"), "state=asked"),
        (_("Keys of the cabinet"), "kind=key"),
        (_("Tools"), "kind=tool"),
        (_("Goods passes"), "kind=goods"),
        (_("Permits"), "kind=worker&kind=entry_permit"),
        (_("Overdue"), "state=overdue"),
    )
    facts = (
        "number kind state holder holder_name holder_phone plate company purpose place home starts_at ends_at uses uses_done checked key asked_by asked_at "
        "approved_by approved_at issued_by issued_at issue out_by out_at out_post witness returned_to returned_at overdue_at ended_at end_reason "
        "last_used_at last_direction kept_until_on basis_label"
    )
    create = actions.issue_pass
    row = (
        actions.issue_asked,
        actions.approve_pass,
        actions.hand_out,
        actions.return_items,
        actions.use_pass,
        actions.extend_pass,
        actions.reissue_pass,
        actions.refuse_pass,
        actions.report_lost,
        actions.revoke_pass,
        actions.discard_pass,
    )
    bulk = (actions.discard_pass,)
    tabs = (
        Tab("uses", _("Checks and uses"), screen="pass_uses", via="permit"),
        Tab("items", _("Things"), screen="pass_items", via="permit"),
    )
    empty = _("No pass yet. Issue one for a worker, for goods going out or for a borrowed tool; keys are handed out from the cabinet.")


class UseScreen(Screen):
    model = PassUse
    name = "pass_uses"
    title = _("Checks of passes")
    menu = "access"
    minor = True
    icon = "ti-scan"
    position = 30
    posts = READERS
    columns = "at permit outcome code is_use is_double place direction by device"
    filters = "outcome code is_use is_double place at"
    order = "-at"
    choices = {"code": verdict_choices}  # noqa: RUF012
    quick = ((_("Turned away"), "outcome=refused"), (_("Used twice"), "is_double=on"))
    empty = _("No pass was checked yet. Open “Check a pass” and scan one.")


class ItemScreen(Screen):
    model = PassItem
    name = "pass_items"
    title = _("Things on passes")
    posts = READERS
    columns = "position name quantity returned photo"
    order = "position"
    empty = _("Nothing is written on this pass.")


class KeyScreen(Screen):
    model = Key
    name = "keys"
    title = _("Keys of the cabinet")
    menu = "assets"
    minor = True
    icon = "ti-key"
    position = 20
    label = "code"
    posts = READERS
    columns = "code name place hook copies state"
    filters = "state place"
    search = "code name hook"
    order = "hook"
    facts = ("code", "name", "place", "hook", "copies", Column("may_take", render=roles_in_words), "longest_hours", "state")
    create = actions.add_key
    edit = actions.change_key
    row = (actions.lend_key, actions.withdraw_key)
    importing, undoing, key = actions.add_key, actions.withdraw_key, "code"
    tabs = (Tab("custody", _("Who had it"), screen="key_custody", via="key"),)
    empty = _("No key is in the register yet. Add the keys of the cabinet, one by one or from a table.")


class CustodyScreen(Screen):
    model = Custody
    name = "key_custody"
    title = _("Who had which key")
    posts = READERS
    columns = "copy holder permit out_at due_at back_at"
    order = "-out_at"
    empty = _("This key was not handed out yet.")


class FoundScreen(Screen):
    model = FoundItem
    name = "found_items"
    title = _("Lost and found")
    menu = "service"
    icon = "ti-luggage"
    position = 60
    label = "number"
    posts = READERS
    columns = "number title category place found_at state shelf lawful_on"
    filters = "state category place found_at"
    search = "number title shelf"
    order = "-found_at"
    quick = ((_("Waiting for its owner"), "state=kept&state=announced"), (_("Claimed"), "state=claimed"))
    facts = (
        "number title category state place found_at shelf marks finder finder_name recorded_by announced_at lawful_on claimant_name claimant_phone "
        "claim_said claimed_at claim_taken_by handed_out_by witness ended_at end_note"
    )
    create = actions.record_found
    row = (
        actions.hand_out_found,
        actions.claim_found,
        actions.announce_found,
        actions.refuse_claim,
        actions.give_to_police,
        actions.dispose_found,
    )
    empty = _("Nothing was handed in yet. Write down what was found, with a mark that only its owner can tell.")
