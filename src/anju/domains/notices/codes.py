"""The closed lists of this room: levels, ways, dialects, groups, topics, and what they are called. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LEVELS = [(1, _("Critical")), (2, _("High")), (3, _("Medium")), (4, _("Low"))]
URGENT = 2
"""Levels up to this one know no quiet hours and end with the sentence for the radio."""

WAYS = [
    ("in_app", _("In the app")),
    ("sms", _("Text message")),
    ("voice", _("Voice call")),
    ("group", _("Group chat")),
    ("email", _("E-mail")),
    ("sound", _("Sound and light")),
]
PERSONAL_WAYS = ("in_app", "sms", "voice")
"""Ways that reach one person, and so stand on the ladder."""
SHARED_WAYS = ("group", "email", "sound")
"""Ways that reach a place or a group once for each notice."""


@dataclass(frozen=True)
class Dialect:
    """A kind of gateway: by which ways it can send, its usual address, whether it has a key and a secret, and which settings it needs."""

    label: Any
    ways: tuple[str, ...]
    address: str = ""
    needs: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()


DIALECTS: dict[str, Dialect] = {
    "wecom": Dialect(_("WeCom group robot"), ("group",), "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", ("key",)),
    "dingtalk": Dialect(_("DingTalk group robot"), ("group",), "https://oapi.dingtalk.com/robot/send", ("key", "secret")),
    "feishu": Dialect(_("Feishu group robot"), ("group",), "https://open.feishu.cn/open-apis/bot/v2/hook", ("key", "secret")),
    "aliyun_sms": Dialect(_("Aliyun text messages"), ("sms",), "https://dysmsapi.aliyuncs.com", ("key", "secret"), ("sign_name", "template")),
    "tencent_sms": Dialect(_("Tencent Cloud text messages"), ("sms",), "https://sms.tencentcloudapi.com", ("key", "secret"), ("sign_name", "template", "app_id")),
    "aliyun_voice": Dialect(_("Aliyun voice calls"), ("voice",), "https://dyvmsapi.aliyuncs.com", ("key", "secret"), ("template",)),
    "http": Dialect(_("Own gateway (signed HTTP)"), ("sms", "voice", "group", "sound"), "", ("secret",)),
    "sound_light": Dialect(_("Sound and light alarm"), ("sound",), "", ("secret",)),
    "email": Dialect(_("E-mail server"), ("email",), "", ("key", "secret"), ("sender", "recipients")),
    "recorder": Dialect(_("Recorder (sends nothing)"), ("sms", "voice", "group", "email", "sound")),
}
DIALECT_CHOICES = [(code, each.label) for code, each in DIALECTS.items()]

GROUPS = [
    ("on_duty", _("Everybody on duty now")),
    ("staff", _("All staff")),
    ("owners", pgettext_lazy("audience", "Owners")),
    ("residents", _("Residents")),
]
HOMES = ("owners", "residents")

ANSWERS = [
    ("known", _("Read and understood")),
    ("going", _("I go")),
    ("cannot", _("I cannot go")),
    ("safe", _("I am safe")),
    ("help", _("I need help")),
    ("agreed", _("I agree")),
    ("not_mine", _("Not mine")),
    ("not_known", _("Nobody I know")),
]

TOPICS = [
    ("safety", _("Safety knowledge")),
    ("fire", _("Fire prevention")),
    ("anti_fraud", _("Fraud warning")),
    ("travel", _("Safe travel")),
    ("regulations", _("Property regulations")),
    ("cases", _("Case stories")),
    ("press", _("Press digest")),
    ("culture", _("Culture and leisure")),
    ("disclosure", _("Disclosure")),
    ("entry_rules", _("Rules for going in and out")),
    ("other", _("Other")),
]
SAFETY_TOPICS = ("safety", "fire", "anti_fraud", "travel")

PUBLICITY_CHANNELS = [
    ("board", _("Publicity board")),
    ("leaflet", _("Leaflet")),
    ("broadcast", _("Television or broadcast")),
    ("banner", _("Banner")),
    ("performance", _("Performance")),
    ("official_account", _("Official account")),
    ("owner_group", _("Owners' group")),
    ("website", _("Website")),
    ("visit", _("Home visit")),
    ("event", _("Event on site")),
    ("notice", _("Notice in the app")),
]
TARGETS = [
    ("community", _("Communities")),
    ("school", _("Schools")),
    ("company", _("Companies")),
    ("village", _("Villages")),
    ("family", _("Families")),
    ("staff", pgettext_lazy("target", "Staff")),
    ("tenants", pgettext_lazy("target", "Tenants")),
    ("owners", pgettext_lazy("target", "Owners")),
]

BOARD_KINDS = [
    ("bulletin", _("Bulletin board")),
    ("fire", _("Fire safety board")),
    ("entry_sign", _("Entry-rule sign")),
    ("screen", _("Screen")),
    ("stairway", _("Stairway frame")),
    ("disclosure", _("Disclosure board")),
]
FINDINGS = [("fine", _("In place")), ("damaged", _("Damaged")), ("missing", pgettext_lazy("sheet", "Missing")), ("outdated", _("Outdated"))]

ACTIVITY_KINDS = [
    ("lecture", _("Lecture")),
    ("discussion", _("Discussion")),
    ("questions", _("Questions and answers")),
    ("drill", _("Drill with residents")),
    ("game", _("Safety game")),
    ("culture", _("Culture and leisure")),
    ("visit", _("Visit to a model community")),
    ("volunteering", _("Volunteer work")),
    ("publicity_day", _("Publicity day")),
]
PARTS = [("participant", _("Participant")), ("volunteer", _("Volunteer")), ("informant", _("Gave a clue")), ("group_member", _("Member of the culture group"))]

CONTACT_WAYS = [("notice", _("Notice posted")), ("phone", _("Telephone")), ("visit", _("Home visit")), ("talk", _("Talk on the spot"))]
CONTACT_OUTCOMES = [("reached", pgettext_lazy("household", "Reached")), ("nobody", _("Nobody there")), ("refused", pgettext_lazy("household", "Refused"))]

MESSAGE_CHANNELS = [
    ("box", _("Suggestion box")),
    ("email", _("E-mail")),
    ("broadcast", _("Broadcast")),
    ("board", _("Notice board")),
    ("phone", _("Telephone")),
    ("app", _("In the app")),
]
DECISIONS = [("adopted", _("Adopted")), ("rejected", _("Not adopted")), ("noted", _("Noted"))]

BODIES = [
    ("street_office", _("Street office")),
    ("housing_bureau", _("Housing bureau")),
    ("fire_brigade", _("Fire brigade")),
    ("police", _("Police")),
    ("headquarters", _("Headquarters")),
    ("committee", _("Owners' committee")),
    ("developer", _("Developer")),
    ("urban_management", _("Urban management")),
    ("owners", pgettext_lazy("body", "All owners")),
    ("other", _("Other body")),
]

SENDERS = ("front_desk", "squad_leader", "team_leader", "monitor_operator", "fire_operator", "security_manager", "project_manager")
LEADERS = ("team_leader", "security_manager", "project_manager")
HANDS = ("guard", "engineer", "cleaner", "gardener", *SENDERS)
KEEPERS = ("project_manager", "headquarters")
"""Who connects channels and holds their secrets."""
READERS = (*dict.fromkeys((*SENDERS, "guard", "engineer")), "headquarters", "street_office", "auditor")
