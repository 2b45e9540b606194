"""The pages of goods: slips, checks, what was put off, bundles of slips, classes, parcels."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen, Tab

from . import actions
from .kinds import CODES, DESK, READERS
from .models import GoodsCheck, GoodsClass, Parcel, Pause, Response, Slip, SlipBatch

CODE_WORDS = (
    ("fits", _("Fits")), ("more_than_listed", _("More than on the slip")), ("barred", _("Barred")), ("question_failed", _("A question failed")), ("came_back", _("Came back home")),
)  # fmt: skip


def class_words() -> list[tuple[str, object]]:
    return [(code, one.label) for code, one in CODES.items()]


class SlipScreen(Screen):
    model = Slip
    name = "slips"
    title = _("Release slips")
    menu = "access"
    icon = "ti-package-export"
    position = 22
    label = "number"
    posts = READERS
    columns = "number party occasion dwelling state asked_at last_out_at"
    filters = "state party occasion dwelling asked_at"
    search = "number seal_by"
    order = "-asked_at"
    quick = ((_("To be stamped"), "state=asked"), (_("Lent out"), "state=away"), (_("Not gathered yet"), "state=gone"))
    facts = (
        "number party occasion dwelling state permit asked_by asked_at is_owner_asked owner_agrees owner_way owner_note owner_answered_by owner_answered_at seal seal_by "
        "stamped_by stamped_at due_back_at last_out_at back_at batch end_note"
    )
    create = actions.ask_release
    row = (actions.stamp_release, actions.note_owner_word, actions.decline_release)
    fits: ClassVar = {actions.note_owner_word.spec.verb: lambda one: one.is_owner_asked}
    tabs = (Tab("checks", _("Checks of goods"), screen="goods_checks", via="slip"),)
    empty = _("Nobody asked for a release slip yet. Residents ask on the phone, others at this desk.")


class CheckScreen(Screen):
    model = GoodsCheck
    name = "goods_checks"
    title = _("Checks of goods")
    menu = "access"
    minor = True
    icon = "ti-scan"
    position = 23
    posts = READERS
    columns = "at gate direction things outcome code slip dwelling guard"
    filters = "gate direction outcome goods_class dwelling at"
    search = "things note slip__number dwelling__full_name"
    order = "-at"
    choices = {"code": lambda: list(CODE_WORDS), "goods_class": class_words}  # noqa: RUF012
    quick = ((_("Did not pass"), "outcome=differs&outcome=barred&outcome=refused"),)
    facts = (
        "at gate direction slip permit dwelling goods_class class_version things outcome code is_partial is_return note carrier_name plate escort route arrived_at photo guard case"
    )
    create = actions.check_goods
    row = (actions.note_arrival,)
    empty = _("Nothing was carried through a gate yet.")


class PauseScreen(Screen):
    model = Pause
    label = "things"
    name = "goods_pauses"
    title = _("Releases put off")
    menu = "access"
    minor = True
    icon = "ti-hourglass"
    position = 24
    posts = READERS
    columns = "at gate reason things dwelling state guard"
    filters = "state reason gate dwelling at"
    search = "things"
    order = "-at"
    quick = ((_("Put off"), "state=waiting"),)
    facts = "at gate state reason things dwelling slip case class_version photo guard ended_at ended_by end_note"
    create = actions.put_off_release
    row = (actions.tell_next, actions.end_pause)
    empty = _("No release was put off. What waits for somebody's word stands here; nothing is ever taken away.")


class ResponseScreen(Screen):
    model = Response
    name = "suspicious_plans"
    title = _("Plans for suspicious things")
    menu = "access"
    minor = True
    icon = "ti-alert-triangle"
    position = 28
    posts = READERS
    columns = "started_at pause state radius_metres cordon_at cleared finding closed_at"
    filters = "state finding started_at"
    order = "-started_at"
    quick = ((_("Plan is running"), "state=running"),)
    facts = "pause procedure state started_at radius_metres cordon_at cleared finding cleared_by closed_at closed_by"
    row = (actions.set_cordon, actions.do_step, actions.close_plan)
    empty = _("No suspicious thing was found. The plan starts by itself when one is put off at a gate.")


class BatchScreen(Screen):
    model = SlipBatch
    name = "slip_batches"
    title = _("Slips of the shifts")
    menu = "access"
    minor = True
    icon = "ti-archive"
    position = 25
    posts = READERS
    columns = "at shift slips releases counted state leader filed_by kept_until_on"
    filters = "state leader at"
    order = "-at"
    facts = "at shift slips releases counted note state handed_by leader filed_at filed_by filed_count kept_until_on"
    create = actions.gather_slips
    row = (actions.file_slips,)
    tabs = (Tab("slips", _("Release slips"), screen="slips", via="batch"),)
    empty = _("No slips were gathered yet. The squad leader gathers them at the end of each shift.")


class ClassScreen(Screen):
    model = GoodsClass
    name = "goods_classes"
    title = _("Classes of goods")
    menu = "access"
    minor = True
    icon = "ti-list-check"
    position = 26
    label = "name"
    posts = (*DESK, "squad_leader", "auditor")
    columns = "name code version state barred since_at set_by"
    filters = "state"
    search = "name code"
    order = "-since_at"
    facts = "name code version state words barred inspect needs process since_at set_by"
    create = actions.set_class
    empty = _("The usual classes count. Write your own version of one, or a class of your own.")


class ParcelScreen(Screen):
    model = Parcel
    name = "parcels"
    title = _("Parcels at the gatehouse")
    menu = "access"
    minor = True
    icon = "ti-package"
    position = 27
    label = "number"
    posts = READERS
    columns = "number gate slot dwelling state at fetched_at"
    filters = "state gate dwelling at"
    search = "number slot company dwelling__full_name"
    order = "-at"
    quick = ((_("At the gatehouse"), "state=kept"), (_("Something is wrong with it"), "state=claimed"))
    facts = (
        "number state gate slot company name phone dwelling photo at received_by fetched_at fetched_by handed_out_by signature claim claim_words claimed_at finding "
        "finding_words settled_by"
    )
    create = actions.receive_parcel
    row = (actions.hand_out_parcel, actions.move_parcel, actions.claim_parcel, actions.settle_parcel, actions.send_back_parcel)
    empty = _("No parcel is kept. Put the next one on a numbered slot and write it down.")
