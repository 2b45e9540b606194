"""The closed lists of this room and what they are called. Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import ROLES as ROLES

FINDINGS = [
    ("nobody_came", _("Nobody came")),
    ("left", _("Left the post")),
    ("asleep", _("Asleep on post")),
    ("alone", _("Alone where two are needed")),
]
SEEN_BY_HAND = ("asleep", "left", "nobody_came")
"""What somebody who looks may report; the clock finds the rest by itself."""

SOURCES = [
    ("roster", _("Roster and presence")),
    ("leave", _("Short leave overrun")),
    ("position", _("Position of the phone")),
    ("camera", _("Camera")),
    ("person", _("Seen by somebody")),
]
LEFT_PHONE = [("signed_out", _("Signed out himself")), ("handover", _("Handed the shift over")), ("time", _("His time was over"))]

AWAY = [("short_leave", _("Short leave")), ("meal", _("Meal"))]

OUTCOMES = [
    ("present", pgettext_lazy("attendance", "On time")),
    ("late", pgettext_lazy("attendance", "Late")),
    ("early", _("Left early")),
    ("late_and_early", _("Late and left early")),
    ("absent", _("Absent")),
    ("on_leave", _("On leave")),
]
MARKS = [("phone", _("Phone on post")), ("gate", _("Gate")), ("scan", _("Scan of the badge")), ("hand", _("By hand")), ("none", _("None"))]
LEAVES = [
    ("annual", _("Annual leave")),
    ("sick", _("Sick leave")),
    ("personal", _("Personal leave")),
    ("marriage", _("Marriage leave")),
    ("maternity", _("Maternity or paternity leave")),
    ("bereavement", _("Bereavement leave")),
    ("time_off", _("Time off in lieu")),
]

CHECK_ITEMS = [
    ("uniform", _("Uniform and badge")),
    ("grooming", _("Grooming")),
    ("posture", _("Posture and spirit")),
    ("courtesy", _("Courtesy to owners and visitors")),
    ("log", _("Log read and kept")),
    ("equipment", _("Radio and equipment at hand")),
    ("order", _("Post and surroundings tidy")),
    ("answer", _("Question answered")),
]
CHECK_KINDS = [("shift", _("Check of the shift")), ("random", _("Random check"))]

GATHERINGS = [
    ("formation", _("Formation and roll call")),
    ("drill", _("Drill session")),
    ("meeting", _("Department meeting")),
    ("team_building", _("Team building")),
]

CHANNELS = [
    ("online", _("Online posting")),
    ("veteran", _("Veterans")),
    ("police_school", _("Police school")),
    ("government", _("Government liaison")),
    ("referral", _("Referral")),
    ("agency", _("Guard company")),
    ("other", _("Other")),
]
PREFERENCES = [("veteran", _("Veteran")), ("experience", _("Relevant experience")), ("police_school", _("Police school graduate"))]
CRITERIA = [
    ("education", _("Education")),
    ("fitness", _("Fitness")),
    ("communication", _("Communication")),
    ("character", _("Character")),
    ("professional", _("Professional background")),
    ("integrity", _("Integrity")),
]
NOTES = [
    ("honour", _("Honour")),
    ("care", _("Care")),
    ("talk", _("Confidential talk")),
    ("promotion", _("Promotion")),
    ("transfer", _("Transfer to another post")),
    ("study", _("Further study")),
    ("secondment", _("Secondment")),
]

WARNINGS = [
    ("typhoon", _("Typhoon")),
    ("rainstorm", _("Rainstorm")),
    ("snow", _("Snow and ice")),
    ("heat", _("Heat")),
    ("cold", _("Cold wave")),
    ("thunder", _("Thunderstorm")),
    ("holiday", _("Holiday")),
    ("event", _("Large event")),
]
COLOURS = [("blue", pgettext_lazy("warning", "Blue")), ("yellow", pgettext_lazy("warning", "Yellow")), ("orange", pgettext_lazy("warning", "Orange")), ("red", pgettext_lazy("warning", "Red"))]
WARNING_SOURCES = [("entered", _("Entered by hand")), ("received", _("Received from outside"))]

GEAR = [
    ("radio", _("Radio")),
    ("vest", _("Stab vest")),
    ("helmet", _("Helmet")),
    ("torch", _("Torch")),
    ("baton", _("Baton")),
    ("recorder", _("Body camera")),
    ("raincoat", _("Raincoat")),
    ("boots", _("Rain boots")),
    ("uniform", _("Uniform")),
    ("other", _("Other")),
]

GUARDS = ("guard", "squad_leader", "team_leader", "monitor_operator", "fire_operator")
LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
WATCHERS = (*LEADERS, "monitor_operator")
MANAGERS = ("security_manager", "project_manager", "headquarters")
OFFICE = ("project_manager", "headquarters")
READERS = ("squad_leader", "team_leader", *MANAGERS, "auditor")
