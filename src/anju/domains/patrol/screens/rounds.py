"""Rounds, their points, scans, findings, participants, tracks and analyses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.screens import Column, Screen, Tab

from .. import actions
from ..actions.holding import LEADERS, MANAGERS
from ..models import Analysis, Finding, Partner, Round, RoundPoint, Scan, Track
from .words import READERS, answer_words, checklist_words, flag_words, why_words


class RoundScreen(Screen):
    model = Round
    name = "patrol_rounds"
    title = _("Patrol rounds")
    menu = "security"
    icon = "ti-walk"
    position = 28
    label = "number"
    posts = READERS
    columns = "number title kind on band starts_at state guard visited_count point_count on_time_count missed_count grade"
    filters = "state kind band guard on executor"
    search = "number title"
    order = "-starts_at"
    quick = (
        (_("Under way"), "state=running"),
        (pgettext_lazy("patrol", "Missed"), "state=missed"),
        (_("Joint patrols"), "kind=joint"),
        (_("Drones and robots"), "kind=mission&kind=emergency"),
    )
    facts = (
        "number", "title", "kind", "state", "on", "band", "alert", "version", "scheme", "post", "guard", "executor", "machine", "is_pilot", "starts_at", "ends_at", "started_at",
        "finished_at", "received_at", "visited_count", "point_count", "on_time_count", "skipped_count", "missed_count", "grade", "problems", "result", "handover",
        "is_random", "is_frozen", "seed", "reason",
    )  # fmt: skip
    create = actions.add_round
    row = (
        actions.start_round, actions.finish_round, actions.scan_point, actions.call_in_point, actions.hand_on_round, actions.join_round, actions.log_mission,
        actions.freeze_round, actions.cancel_round,
    )  # fmt: skip
    tabs = (
        Tab("points", pgettext_lazy("patrol", "Points"), screen="patrol_points", via="round"),
        Tab("scans", _("Scans"), screen="patrol_scans", via="round"),
        Tab("findings", _("Findings"), screen="patrol_findings", via="round"),
        Tab("partners", _("Participants"), screen="patrol_partners", via="round"),
    )
    empty = _("No round is planned yet. Put a patrol plan in force; its rounds are written down by themselves.")


class RoundPointScreen(Screen):
    model = RoundPoint
    name = "patrol_points"
    title = _("Points of rounds")
    posts = READERS
    label = "position"
    columns = (
        "position", "checkpoint", "round", "due_from", "due_until", "visited_at", "state", "is_out_of_order", "scan__way", "scan__grade", Column("answers", render=answer_words),
        "answered_at", "reason",
    )  # fmt: skip
    filters = "state checkpoint due_from is_out_of_order"
    order = "-due_from"
    facts = (
        "position", "checkpoint", "round", "due_from", "due_until", "visited_at", "state", "is_out_of_order", Column("checklist", render=checklist_words), "checklist_version",
        Column("answers", render=answer_words), "answered_at", "reason",
    )  # fmt: skip
    row = (actions.answer_point, actions.skip_point)
    empty = _("No point was due yet.")


class ScanScreen(Screen):
    model = Scan
    name = "patrol_scans"
    title = _("Scans")
    menu = "security"
    icon = "ti-nfc"
    position = 29
    posts = READERS
    columns = (
        "at", "checkpoint", "person", "round", "way", "grade", "state", Column("flags", render=flag_words), Column("code", render=why_words), "distance_m", "accuracy_m",
        "drift_s", "received_at", "is_unplanned", "device",
    )  # fmt: skip
    filters = "state way grade person checkpoint at is_unplanned"
    order = "-at"
    quick = ((_("To be reviewed"), "state=to_review"), (pgettext_lazy("scan", "Not taken"), "state=refused"))
    facts = (
        "at", "received_at", "checkpoint", "person", "round", "way", "device", "grade", "state", Column("flags", render=flag_words), Column("code", render=why_words), "distance_m",
        "accuracy_m", "drift_s", "photo", "reviewed_by", "reviewed_at", "note",
    )  # fmt: skip
    row = (actions.accept_scan, actions.reject_scan)
    verbs = (actions.accept_scan, actions.reject_scan)
    importing = actions.take_in_reading
    empty = _("Nothing was scanned yet. Guards scan with the phone; readings of a patrol baton are brought in from its table.")


class FindingScreen(Screen):
    model = Finding
    name = "patrol_findings"
    title = _("Patrol findings")
    menu = "security"
    icon = "ti-eye-exclamation"
    position = 33
    label = "number"
    posts = READERS
    columns = "number kind text place state found_by found_at reported_at case outcome handled_at"
    filters = "state kind type place found_at"
    search = "number text contractor"
    order = "-found_at"
    quick = (
        (_("Suspicion not acknowledged"), "kind=suspicion&state=reported"),
        (_("Uncivil behaviour"), "kind=dissuasion"),
        (_("Renovation"), "kind=renovation"),
    )
    facts = (
        "number", "kind", "item", "type", "text", "place", "checkpoint", "round", "case", "permit", "contractor", "inquired", "outcome", "has_left", "photo", "voice",
        Column("flags", render=flag_words), "found_by", "found_at", "reported_at", "acknowledged_by", "acknowledged_at", "handled_at", "result", "state",
    )  # fmt: skip
    create = actions.report_finding
    row = (actions.acknowledge_finding, actions.handle_finding)
    verbs = (actions.acknowledge_finding,)
    empty = _("Patrols found nothing yet. A fault that a guard reports stands here with its case.")


class PartnerScreen(Screen):
    model = Partner
    name = "patrol_partners"
    title = _("Participants of joint patrols")
    menu = "security"
    minor = True
    icon = "ti-users-group"
    position = 40
    posts = READERS
    columns = "round kind person name unit report reported_at"
    filters = "kind"
    row = (actions.report_partner,)
    empty = _("Nobody walked along yet. Add a joint patrol and enrol owners, merchants or volunteers.")


class TrackScreen(Screen):
    model = Track
    name = "patrol_tracks"
    title = _("Tracks of rounds")
    posts = (*LEADERS, "auditor")
    columns = "start_at round person left_out received_at erase_on"
    filters = "person"
    order = "-start_at"
    exporting = False
    empty = _("No track is kept. It is measured on shift only, and erased after thirty days.")


class AnalysisScreen(Screen):
    model = Analysis
    name = "patrol_analyses"
    title = _("Patrol analyses")
    menu = "security"
    icon = "ti-report-analytics"
    position = 34
    label = "title"
    posts = (*MANAGERS, "squad_leader", "headquarters", "auditor")
    columns = "title first_on last_on state written_by written_at reviewed_by reviewed_at"
    filters = "state last_on"
    order = "-last_on"
    facts = "title first_on last_on state written_by written_at reviewed_by reviewed_at remark"
    create = actions.write_analysis
    row = (actions.sign_analysis,)
    empty = _("No analysis was written yet. Write one for last month.")
