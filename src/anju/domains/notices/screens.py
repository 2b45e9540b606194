"""The pages of notices, channels, boards, publicity, activities and reports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import ROLE_CHOICES
from anju.kernel.screens import Column, Screen, Tab

from . import actions
from .codes import ANSWERS, GROUPS, KEEPERS, LEVELS, READERS, WAYS
from .models import (
    Activity,
    Board,
    BodyReport,
    Campaign,
    Channel,
    Contact,
    Delivery,
    Notice,
    OwnerMessage,
    Participation,
    Posting,
    PostingCheck,
    Publicity,
    Recipient,
)
from .texts import template_choices

_LABELS = {**dict(ROLE_CHOICES), **dict(GROUPS)}
_WAYS, _ANSWERS, _LEVELS = dict(WAYS), dict(ANSWERS), dict(LEVELS)
BODIES = ("headquarters", "street_office", "auditor")


def _joined(labels: dict, codes: list) -> str:
    return "、".join(str(labels.get(code, code)) for code in codes or []) or "--"


def audience_in_words(audience: dict[str, Any]) -> str:
    """Groups and roles by name, homes and persons by number."""
    parts = [str(_LABELS.get(code, code)) for code in [*audience.get("groups", []), *audience.get("roles", [])]]
    for name, sentence in (("places", _("%(count)s places")), ("persons", _("%(count)s persons"))):
        if many := len(audience.get(name, [])):
            parts.append(sentence % {"count": many})
    return "、".join(parts) or "--"


def ways_in_words(ways: list[str]) -> str:
    return " → ".join(str(_WAYS.get(way, way)) for way in ways or []) or "--"


def answers_in_words(answers: list[str]) -> str:
    return _joined(_ANSWERS, answers)


def levels_in_words(levels: list[int]) -> str:
    return _joined(_LEVELS, levels)


def tasks_in_words(tasks: list[dict[str, str]]) -> str:
    return "；".join("｜".join(part for part in (one.get("step"), one.get("who"), one.get("when")) if part) for one in tasks or []) or "--"


def stages_in_words(stages: list[dict[str, Any]]) -> str:
    return "；".join(f"{one['name']} {one['starts_on']} – {one['ends_on']} ×{one['wanted']}" for one in stages or []) or "--"


def communication_in_words(told: dict[str, str]) -> str:
    return "；".join(f"{label}：{told[name]}" for name, label in (("before", _("Before")), ("during", _("During")), ("after", _("Afterwards"))) if (told or {}).get(name)) or "--"


def problems_in_words(problems: list[dict[str, str]]) -> str:
    return "；".join(f"{number}. {one['problem']}（{one['answer'] or pgettext_lazy('remark', 'Open')}）" for number, one in enumerate(problems or [], 1)) or "--"


def surveys_in_words(surveys: dict[str, dict[str, int]]) -> str:
    named = (("before", _("Before")), ("after", _("Afterwards")))
    return "；".join(f"{label} {100 * surveys[name]['right'] / surveys[name]['asked']:.1f}%（{surveys[name]['right']}/{surveys[name]['asked']}）" for name, label in named if name in (surveys or {})) or "--"


class NoticeScreen(Screen):
    model = Notice
    name = "notices"
    title = _("Notices sent")
    menu = "service"
    icon = "ti-speakerphone"
    position = 71
    posts = READERS
    columns = "number title level state counted sent_at sent_by"
    filters = "state level sent_at"
    search = "number title text"
    order = "-sent_at"
    quick = ((_("Urgent"), "level=1&level=2"), (_("Being sent"), "state=sending"))
    choices = {"template": template_choices}  # noqa: RUF012
    facts = (
        "number", "title", "text", "radio", "level", "state", Column("audience", render=audience_in_words), "counted", "written", Column("ladder", render=ways_in_words),
        "step_seconds", "quiet_until", Column("answers", render=answers_in_words), "template", "sent_at", "sent_by", "withdrawn_at", "reason", "basis_label",
    )  # fmt: skip
    row = (actions.remind_unread, actions.withdraw_notice)
    tabs = (
        Tab("recipients", _("Recipients"), screen="notice_recipients", via="notice"),
        Tab("messages", _("Messages"), screen="notice_messages", via="notice"),
        Tab("sheets", _("Posted sheets"), screen="postings", via="notice"),
        Tab("contacts", _("Calls and visits"), screen="contacts", via="notice"),
    )
    empty = _("Nothing was sent yet. Open “Write a notice”, choose whom it is for, and see how many that are before you send it.")


class RecipientScreen(Screen):
    model = Recipient
    name = "notice_recipients"
    title = _("Recipients of notices")
    posts = READERS
    columns = ("person", "state", "notice", "is_on_duty", "delivered_by", "delivered_at", "read_at", "answer", "round")
    filters = "state delivered_by answer"
    order = "-created_at"
    empty = _("Nobody stands here yet.")


class DeliveryScreen(Screen):
    model = Delivery
    name = "notice_messages"
    title = _("Messages by channels")
    menu = "service"
    minor = True
    icon = "ti-send"
    position = 73
    posts = READERS
    columns = "channel notice way state tries due_at handed_over_at delivered_at code"
    filters = "state way channel due_at"
    order = "-due_at"
    quick = ((_("Refused by the gateway"), "state=failed"), (_("No clear answer"), "state=unsure"))
    empty = _("No message was put out yet. Connect a channel under “Settings”; the app itself needs none.")


class ChannelScreen(Screen):
    model = Channel
    name = "channels"
    title = _("Channels")
    menu = "settings"
    minor = True
    icon = "ti-plug"
    position = 45
    posts = (*KEEPERS, "security_manager")
    columns = ("name", "dialect", "way", Column("levels", render=levels_in_words), "state", "hint", "position")
    filters = "state way dialect"
    order = "name"
    facts = ("name", "dialect", "way", "address", "hint", Column("levels", render=levels_in_words), "allows_lan", "position", "state")
    create = actions.connect_channel
    edit = actions.change_channel
    row = (actions.retire_channel,)
    exporting = False
    empty = _("No channel is connected: notices are shown in the app alone. Connect a group robot, text messages or a voice gateway.")


class BoardScreen(Screen):
    model = Board
    name = "boards"
    title = _("Publicity boards")
    menu = "service"
    icon = "ti-clipboard"
    position = 75
    posts = (*READERS, "cleaner", "gardener")
    columns = "name kind place state"
    filters = "kind state place"
    search = "name"
    order = "name"
    create = actions.add_board
    row = (actions.post_sheet, actions.check_board, actions.retire_board)
    verbs = (actions.post_sheet,)
    importing, key = actions.add_board, "name"
    tabs = (Tab("sheets", _("Posted sheets"), screen="postings", via="board"), Tab("checks", _("Looks"), screen="board_checks", via="board"))
    empty = _("No board is entered yet. Add the publicity boards, the fire board and the sign at each entrance.")


class PostingScreen(Screen):
    model = Posting
    name = "postings"
    title = _("Posted sheets")
    menu = "service"
    minor = True
    icon = "ti-pin"
    position = 76
    posts = (*READERS, "cleaner", "gardener")
    columns = "title board topic state posted_at until_on posted_by taken_down_at"
    filters = "state topic board posted_at"
    search = "title"
    order = "-posted_at"
    quick = ((_("Should be down"), "state=overdue"), (_("Hanging now"), "state=up"))
    facts = "title board topic content notice state posted_at until_on posted_by taken_down_at taken_down_by basis_label"
    row = (actions.take_down_sheet,)
    tabs = (Tab("checks", _("Looks"), screen="board_checks", via="posting"),)
    empty = _("Nothing hangs yet. Open a board and post a sheet with a photo.")


class CheckScreen(Screen):
    model = PostingCheck
    name = "board_checks"
    title = _("Looks at boards")
    posts = (*READERS, "cleaner", "gardener")
    columns = "at board posting finding by note"
    filters = "finding board at"
    order = "-at"
    empty = _("Nobody has looked yet.")


class CampaignScreen(Screen):
    model = Campaign
    name = "campaigns"
    title = _("Publicity campaigns")
    menu = "service"
    minor = True
    icon = "ti-flag"
    position = 78
    posts = READERS
    columns = ("title", "topic", "state", Column("stages", render=stages_in_words))
    filters = "state topic"
    search = "title"
    order = "-created_at"
    facts = ("title", "topic", "purpose", Column("stages", render=stages_in_words), "state", "summary", "basis_label")
    create = actions.plan_campaign
    row = (actions.conclude_campaign,)
    tabs = (Tab("log", _("Publicity log"), screen="publicity", via="campaign"),)
    empty = _("No campaign is planned. Write one down in stages, each with how many entries it owes.")


class PublicityScreen(Screen):
    model = Publicity
    name = "publicity"
    title = _("Publicity log")
    menu = "service"
    minor = True
    icon = "ti-news"
    position = 77
    posts = READERS
    columns = "title topic channel target reached held_at by campaign stage"
    filters = "topic channel target campaign held_at"
    search = "title"
    order = "-held_at"
    facts = "title topic channel target content address reached held_at by campaign stage basis_label"
    create = actions.record_publicity
    empty = _("Nothing was entered yet. Enter each leaflet, talk and post with its channel, whom it was for, and a proof.")


class ActivityScreen(Screen):
    model = Activity
    name = "activities"
    title = _("Community activities")
    menu = "service"
    icon = "ti-calendar-event"
    position = 79
    posts = (*READERS, "committee_member", "owner", "resident")
    columns = "number title kind state starts_at place target_group attended"
    filters = "state kind starts_at place"
    search = "number title purpose"
    order = "-starts_at"
    quick = ((pgettext_lazy("activity", "Open for sign-up"), "state=approved"), (_("To be reviewed or approved"), "state=draft&state=reviewed"))
    facts = (
        "number", "title", "kind", "purpose", "target_group", "place", "starts_at", Column("tasks", render=tasks_in_words), "contingency",
        Column("communication", render=communication_in_words), "review", "proposed_by", "reviewed_by", "approved_by", "state", "attended", "asked_about", "satisfied",
        Column("surveys", render=surveys_in_words), Column("problems", render=problems_in_words), "minutes", "resources", "basis_label",
    )  # fmt: skip
    create = actions.propose_activity
    edit = actions.change_activity
    row = (
        actions.sign_up, actions.review_activity, actions.approve_activity, actions.hold_activity, actions.conclude_activity, actions.note_problem, actions.close_problem,
        actions.measure_awareness, actions.cancel_activity,
    )  # fmt: skip
    tabs = (Tab("parts", _("Who takes part"), screen="participations", via="activity"),)
    empty = _("No activity is planned. Propose one: what for, for whom, who does what, and what if it rains.")


class ParticipationScreen(Screen):
    model = Participation
    name = "participations"
    title = _("Parts in activities")
    posts = READERS
    columns = "person activity part signed_up_at came incentive"
    filters = "part came"
    order = "-signed_up_at"
    row = (actions.give_incentive,)
    empty = _("Nobody signed up yet.")


class BodyReportScreen(Screen):
    model = BodyReport
    name = "body_reports"
    title = _("Reports to bodies")
    menu = "owners"
    icon = "ti-building-bank"
    position = 30
    posts = ("front_desk", "team_leader", "security_manager", "project_manager", *BODIES, "fire_brigade", "police", "committee_member")
    columns = "number title body state due_at handed_in_at receipt_number published_at"
    filters = "state body due_at"
    search = "number title receipt_number"
    order = "due_at"
    quick = ((_("Due and late"), "state=owed&state=late&state=sent_back"), (_("Waiting for the receipt"), "state=handed_in"))
    facts = (
        "number title body due_at state is_late handed_in_at handed_in_by receipt_number receipt_at published_at published_address notice note basis_label"
    )
    create = actions.owe_report
    row = (actions.hand_in_report, actions.record_receipt, actions.publish_report, actions.send_back_report)
    empty = _("No report is owed. Enter what the street office, the housing bureau or the owners are to get, and by when.")


class ContactScreen(Screen):
    model = Contact
    name = "contacts"
    title = _("Calls and visits")
    menu = "service"
    minor = True
    icon = "ti-door-enter"
    position = 80
    posts = (*READERS, "cleaner", "gardener")
    columns = "at dwelling way outcome topic by notice"
    filters = "outcome way by at"
    order = "-at"
    quick = ((pgettext_lazy("household", "Refused"), "outcome=refused"),)
    facts = "at dwelling notice topic way outcome objection explanation settled by"
    create = actions.record_contact
    row = (actions.settle_refusal,)
    empty = _("Nobody was called or visited yet. Enter each household that was told, and what it said.")


class OwnerMessageScreen(Screen):
    model = OwnerMessage
    name = "owner_messages"
    title = _("Owners' messages")
    menu = "service"
    icon = "ti-mailbox"
    position = 82
    label = "number"
    posts = (*READERS,)
    columns = "number text channel state decision came_at replied_at"
    filters = "state channel decision came_at"
    search = "number text"
    order = "-came_at"
    quick = ((_("To be answered"), "state=new"), (_("Adopted"), "decision=adopted"))
    facts = "number text channel person dwelling came_at recorded_by state decision reply replied_by replied_at"
    create = actions.record_owner_message
    row = (actions.answer_owner_message,)
    empty = _("No message came yet. Empty the suggestion box and write down what was in it.")
