"""Passages, openings, cars, visits, credentials, lanes, the watch list, the rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen, Tab

from .. import actions
from ..kinds import CHECKERS, LEADERS, MANAGERS, READERS
from ..models import (
    Credential,
    Inquiry,
    Lane,
    LaneCamera,
    Opening,
    Passage,
    Regular,
    RuleSet,
    Sighting,
    Visit,
    WatchEntry,
)
from ..rules.sentences import code_choices


class PassageScreen(Screen):
    model = Passage
    name = "passages"
    label = "at"
    title = _("Passages")
    menu = "access"
    icon = "ti-door-enter"
    position = 5
    posts = READERS
    columns = "at lane direction category holder_name dwelling outcome code is_released person_match car_match camera opened_at guard"
    filters = "lane direction category outcome is_released person_match car_match camera dwelling host holder credential plate edge is_late at"
    search = "holder_name plate dwelling__full_name credential__tail permit__number visit__number"
    order = "-at"
    choices = {"code": code_choices}  # noqa: RUF012
    quick = ((_("Not let through"), "outcome=refused"), (_("Ask"), "outcome=ask"))
    facts = "at lane direction category holder holder_name dwelling host plate credential permit visit outcome code rules_version person_match person_sure car_match car_sure camera is_released released_for released_by guard opened_at passed_at edge is_late"
    row = (actions.release_passage, actions.record_entry_check, actions.write_up_emergency)
    tabs = (Tab("checks", _("Checks at the entrance"), screen="entry_checks", via="passage"),)
    empty = _("Nobody passed yet. What is decided at the gate desk and at the lanes stands here.")


class OpeningScreen(Screen):
    model = Opening
    name = "openings"
    title = _("Openings of doors and bars")
    menu = "access"
    minor = True
    icon = "ti-barrier-block"
    position = 6
    posts = READERS
    columns = "at lane cause is_unexplained is_after_hours shift guard passage explanation"
    filters = "lane cause is_unexplained is_after_hours shift on at"
    order = "-at"
    quick = ((_("Unexplained"), "is_unexplained=on"), (_("At a closed gate"), "is_after_hours=on"))
    row = (actions.explain_opening,)
    empty = _("No door has told of an opening yet. Name the controller at its lane.")


class SightingScreen(Screen):
    model = Sighting
    name = "sightings"
    title = _("Cars at the lanes")
    menu = "access"
    minor = True
    icon = "ti-car"
    position = 7
    posts = READERS
    columns = "at lane direction plate state how sure vehicle passage handled_by"
    filters = "lane camera direction state how vehicle plate_kind at"
    search = "plate read"
    order = "-at"
    quick = ((_("Waits for the guard"), "state=waiting"), (_("Expected plate, misread"), "how=alike"))
    facts = "at lane camera direction state read sure plate plate_kind colour vehicle how distance passage command no_command picture closeup handled_by handled_at note"
    row = (actions.let_car_in, actions.send_car_on, actions.note_car_left)
    empty = _("No car was seen yet. Fit a plate camera at a lane for vehicles.")


class LaneCameraScreen(Screen):
    model = LaneCamera
    name = "lane_cameras"
    title = _("Plate cameras of the lanes")
    menu = "access"
    minor = True
    icon = "ti-camera"
    position = 47
    posts = READERS
    columns = "lane device direction maker way channel last_seen_at"
    filters = "lane direction maker way"
    order = "lane"
    facts = "lane device direction maker way channel bar_input loop_input last_seen_at"
    row = (actions.warn_plate_rate, actions.remove_lane_camera)
    tabs = (Tab("sightings", _("Cars at the lanes"), screen="sightings", via="camera"),)
    empty = _("No plate camera yet. Open a lane for vehicles and fit the camera that looks at it.")


class VisitScreen(Screen):
    model = Visit
    name = "visits"
    title = _("Visitors registered")
    menu = "access"
    icon = "ti-users"
    position = 4
    label = "number"
    posts = READERS
    columns = "number category name dwelling state at entered_at left_at"
    filters = "state category channel police dwelling host at"
    search = "number name plate company dwelling__full_name"
    order = "-at"
    quick = ((_("Inside"), "state=inside&state=overstay"), (_("Stays too long"), "state=overstay"), (_("Waiting for the host"), "state=waiting"))
    facts = (
        "number category state name identity_number identity_check person_match person_sure police phone plate company reason people dwelling host host_phone photo channel post escort regular permit at registered_by "
        "expected_at until_at asked_at asked_times answered_at answered_by answered_way answer_note entered_at left_at end_note rules_version"
    )
    create = actions.register_visit
    row = (
        actions.let_visit_in, actions.ask_host, actions.answer_for_host, actions.vouch_for_visit, actions.let_visit_out, actions.turn_visit_away, actions.correct_visit,
    )  # fmt: skip
    tabs = (Tab("passages", _("Passages"), screen="passages", via="visit"), Tab("police", _("Check with the police"), screen="police_queries", via="visit"))
    empty = _("No visit yet. Register one at the gate desk; residents invite from their phone.")


class CredentialScreen(Screen):
    model = Credential
    name = "credentials"
    label = "tail"
    title = _("Credentials")
    menu = "access"
    minor = True
    icon = "ti-key"
    position = 40
    posts = (*CHECKERS, "auditor")
    columns = "kind tail category holder_name dwelling state starts_at ends_at"
    filters = "kind category state dwelling holder starts_at"
    search = "tail holder_name dwelling__full_name"
    order = "-starts_at"
    facts = "kind tail category state holder holder_name dwelling plate twin starts_at ends_at checked consent erase_on issued_by ended_at end_reason"
    create = actions.issue_credential
    importing, undoing = actions.issue_credential, actions.revoke_credential
    row = (actions.revoke_credential, actions.report_credential_lost)
    tabs = (Tab("passages", _("Passages"), screen="passages", via="credential"),)
    empty = _("No credential yet. Issue a card or phone against checked papers, one by one or from a table.")


class RegularScreen(Screen):
    model = Regular
    name = "regulars"
    title = _("Regulars")
    menu = "access"
    minor = True
    icon = "ti-motorbike"
    position = 41
    posts = READERS
    columns = "code category name company dwelling state times until_on"
    filters = "category state dwelling"
    search = "code name company"
    order = "-at"
    facts = "code category state name phone company dwelling photo at until_on days comes_from comes_until times end_reason"
    create = actions.register_regular
    row = (actions.let_regular_in, actions.end_regular)
    tabs = (Tab("visits", _("Visitors registered"), screen="visits", via="regular"),)
    empty = _("Nobody comes regularly yet. Register couriers, riders and helpers once at the gate.")


class InquiryScreen(Screen):
    model = Inquiry
    name = "inquiries"
    title = _("Strangers asked")
    menu = "access"
    minor = True
    icon = "ti-message-question"
    position = 42
    posts = READERS
    columns = "at kind outcome lane place words guard"
    filters = "kind outcome lane place at"
    search = "words plate"
    order = "-at"
    facts = "at kind outcome lane place words found plate photo spotted_by guard closed_at"
    create = actions.record_inquiry
    quick = ((_("Somebody is on the way"), "outcome=open"),)
    row = (actions.close_inquiry,)
    empty = _("Nobody was asked yet. Write down strangers and salespeople at the gate desk.")


class WatchScreen(Screen):
    model = WatchEntry
    name = "watch_list"
    title = _("Watch list")
    menu = "access"
    minor = True
    icon = "ti-eye-exclamation"
    position = 43
    posts = (*LEADERS, "auditor")
    columns = "name reason state starts_at ends_at proposed_by agreed_by"
    filters = "state reason ends_at"
    search = "name"
    order = "-starts_at"
    facts = "name phone identity_number plate reason words paper state starts_at ends_at proposed_by agreed_by agreed_at appeal appealed_at answer ended_at end_reason"
    create = actions.propose_watch
    row = (actions.agree_to_watch, actions.drop_watch, actions.appeal_watch, actions.answer_appeal, actions.end_watch)
    empty = _("Nobody is on the list. An entry needs a reason of the list, a second person and an end within 90 days.")


class LaneScreen(Screen):
    model = Lane
    name = "lanes"
    title = _("Lanes and doors")
    menu = "access"
    minor = True
    icon = "ti-door"
    position = 44
    label = "name"
    posts = READERS
    columns = "name place traffic directions state opens_from opens_until has_passback keeps_out device camera partner released_at locked_until"
    filters = "place traffic state"
    search = "name"
    order = "name"
    create = actions.add_lane
    edit = actions.change_lane
    row = (actions.fit_lane_camera, actions.watch_lane, actions.interlock_doors, actions.limit_lane, actions.let_emergency_in, actions.record_opening, actions.record_going)
    tabs = (Tab("passages", _("Passages"), screen="passages", via="lane"), Tab("openings", _("Openings of doors and bars"), screen="openings", via="lane"), Tab("cameras", _("Plate cameras of the lanes"), screen="lane_cameras", via="lane"))
    empty = _("No lane yet. Add each turnstile, door and lane of the gates, people and cars apart.")


class RuleScreen(Screen):
    model = RuleSet
    name = "gate_rules"
    title = _("Rules of the gate")
    menu = "access"
    minor = True
    icon = "ti-list-check"
    position = 45
    label = "version"
    posts = (*MANAGERS, "auditor", "headquarters")
    columns = "version state changed_category reason drafted_by put_by since_at"
    filters = "state changed_category"
    order = "-version"
    create = actions.draft_rules
    row = (actions.put_rules_in_force, actions.drop_rules)
    empty = _("The rules stand as every community starts with them. Draft a change; it is tried on last month before it counts.")
