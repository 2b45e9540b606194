"""What the shells say. Their scripts know codes only; the sentences come with the page, in its language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

CHIPS = {
    "guard": ("leak", "lamp", "blocked", "wiring", "clutter", "other"),
    "resident": ("leak", "lamp", "lift", "door", "complaint", "other"),
}
KINDS: dict[str, tuple[str, str]] = {
    "leak": ("repair", "water"),
    "lamp": ("repair", "power"),
    "lift": ("repair", "lift"),
    "door": ("repair", "door"),
    "blocked": ("hazard", "blocked_fire_lane"),
    "wiring": ("hazard", "private_wiring"),
    "clutter": ("hazard", "clutter"),
    "complaint": ("complaint", "other"),
    "other": ("repair", "other"),
}


def chips(surface: str) -> list[dict[str, str]]:
    """The one word that says what it is: (code, label, kind of case, category)."""
    labels = {
        "leak": _("Leak"), "lamp": _("Lamp broken"), "lift": _("Lift"), "door": _("Doors and locks"), "blocked": _("Blocked fire lane"), "wiring": _("Private wiring"),
        "clutter": _("Stored clutter"), "complaint": _("Complaint"), "other": _("Other"),
    }  # fmt: skip
    return [{"code": code, "label": str(labels[code]), "kind": KINDS[code][0], "category": KINDS[code][1]} for code in CHIPS[surface]]


def words() -> dict[str, Any]:
    return {**_states(), **_offline(), **_tasks(), **_gate(), **_shift(), **_patrol(), **_scanning(), **_tracks(), **_sos(), **_browser()}


def _states() -> dict[str, str]:
    return {
        "state_kept": _("On this phone"),
        "state_sending": _("Sending"),
        "state_done": _("Received"),
        "state_late": _("Late, recorded"),
        "state_refused": _("Needs you"),
        "state_parked": _("Waits for the one before"),
        "state_replaced": _("Sent again"),
    }


def _offline() -> dict[str, str]:
    return {
        "offline": _("Offline. Reporting and entering still work. {count} kept on this phone, sent by themselves once there is a network."),
        "sending": _("Sending {sent}/{of}. Go on working."),
        "all_sent": _("All sent at {time}"),
        "needs_you": _("{count} need you. Open “Outbox”."),
        "foreign": _("{count} entries of another account lie here, locked until that person signs in."),
        "sign_in": _("Not signed in. Entries stay on this phone."),
        "as_of": _("As of {time}"),
        "stale": _("The lists are {hours} hours old. Check before you rely on them."),
        "left_behind": _("{count} entries are not sent yet. They stay locked on this phone until you sign in again."),
        "room_left": _("Room for about {count} photos on this phone"),
        "low_room": _("Nearly full. Go where there is a network and send."),
        "kept_now": _("Kept on this phone"),
        "entered_at": _("entered {time}"),
        "time_unsure": _("time unsure"),
        "correct": _("Correct and send again"),
        "drop": _("Give up this entry"),
        "drop_sure": _("Give up “{label}”? It was not sent and cannot be brought back."),
        "nothing_waiting": _("Nothing is waiting. What you enter without a network stands here until it is sent."),
    }


def _gate() -> dict[str, str]:
    return {
        "gate_unloaded": _("The list of homes is not on this device yet. Open this page once while there is a network."),
        "gate_home_unknown": _("Not kept: write the name, and a dwelling of this community such as 3-2-1502."),
        "gate_visit": _("Visit of"),
        "gate_word": _("The host's word by telephone"),
        "gate_let_in": _("Let in"),
        "gate_inquiry": _("Asked to leave, left"),
        "gate_kept": _("Registered on this device. Without the host's word nobody is let in."),
        "gate_kept_in": _("Registered and let in; it is sent by itself once there is a network."),
    }


def _tasks() -> dict[str, str]:
    return {
        "no_duties": _("Nothing is due now."),
        "no_reports": _("Nothing reported yet. A photo is enough."),
        "no_notices": _("No notices."),
        "notice_read": pgettext("notice", "Read"),
        "notice_file": _("Open the file"),
        "no_cases": _("No orders are given to you."),
        "post_offline": _("No network: nobody can sign in on this phone now. Enter on paper until it is back."),
        "badge_unread": _("No code was found in the photo. Go closer, or type the badge number."),
        "post_until": _("Post phone {name}: signed out by itself at {time}"),
        "no_post": _("No post is planned for you now."),
        "on_post": _("On post"),
        "not_on_post": _("Not on post yet"),
        "take_post": _("Go on post"),
        "leave_post": _("Go off post"),
        "due": _("due {time}"),
        "opens": _("opens {time}"),
        "fine": _("Fine"),
        "faulty": _("Faulty"),
        "photo": _("Photo"),
        "photo_missing": _("A photo is still missing. This is proven by a photo."),
        "answers_missing": _("{count} items are still open."),
        "sign": _("I sign for it"),
        "sign_missing": _("The signature is still missing."),
        "done": _("Enter as done"),
        "watch_online": _("A watch without a gap is entered in the office page."),
        "choose_word": _("One word: what is it?"),
        "saved_report": _("Kept. It leaves in {seconds} s; until then one word makes it more exact."),
        "report_title": pgettext("report from a phone", "Report"),
        "desk_unset": _("The desk's telephone number is not set. Ask at the front desk."),
    }


def _shift() -> dict[str, str]:
    return {**_leaving(), **_handing()}


def _leaving() -> dict[str, str]:
    return {
        "before_after": _("Before: {before} · After: {after}"),
        "reason": _("Reason"),
        "reason_short": _("Why, in a few words"),
        "short_leave": _("Short leave {minutes} min"),
        "go_eat": _("To eat {minutes} min"),
        "at_meal": _("Meal"),
        "on_leave": _("Short leave"),
        "back_by": _("back by {time}"),
        "come_back": _("Back on post"),
        "covered": _("Somebody stands in"),
        "uncovered": _("Nobody stands in"),
        "not_covered": _("Nobody stands in yet. If you leave now, the squad leader is told that the post was left. Leave?"),
        "take_relief": _("Stand in"),
        "stand_in_where": _("Stand in for somebody"),
        "stands_in": _("You stand in at {post} for {name}"),
        "give_back": _("Give the post back"),
        "report_in": _("I am at the muster"),
        "my_month": _("My figures this month"),
        "my_figures": _("{shifts} shifts settled, {late} times late, {hours} hours on the roster, checks {kept}/{of} in order"),
    }


def _handing() -> dict[str, str]:
    return {
        "hand_over": _("Hand over the shift"),
        "take_over": _("Take over the shift"),
        "take_over_from": _("{name} hands over {post}"),
        "next_here": _("{name} is here"),
        "next_missing": _("The next shift is not here yet"),
        "open_matters": _("Open matters"),
        "no_matters": _("Nothing is left open."),
        "slips": _("Goods slips collected"),
        "keys": _("Keys out"),
        "radios": _("Radios"),
        "should_be": _("(should be {count})"),
        "explanation": _("Where the difference is"),
        "notes": _("Notes"),
        "objection": _("What differs"),
        "checked": _("Your post was checked:"),
        "sign_check": _("Sign the check"),
        "sign_pledge": _("Accept the responsibility"),
        "swap": _("Swap asked by"),
        "agree": _("I agree"),
        "decline": _("I decline"),
    }


def _patrol() -> dict[str, str]:
    return {
        "no_round": _("No round to walk now."),
        "next_round": _("Next round {time}: {title}"),
        "round_begin": _("Begin the round"),
        "round_left": _("{minutes} min left"),
        "round_over": _("Time is over"),
        "round_hidden": _("Only the next points are shown."),
        "round_gear": _("Needed first: {things}"),
        "point_next": _("Next point"),
        "point_due": _("until {time}"),
        "point_soon": _("{minutes} min until this point is late"),
        "point_late": _("This point is late"),
        "point_far": _("about {metres} m"),
        "no_items": _("Scanned. Nothing is checked at this point."),
        "all_fine": _("All fine"),
        "items_count": _("{count} items to check"),
        "last_fault": _("Last time: {text}"),
        "report_faults": _("Report with a photo"),
        "point_skip": _("Skip"),
        "skip_why": _("Why is this point skipped?"),
        "round_finish": _("Finish the round"),
        "round_record": _("Record of the round"),
        "field_problems": _("Problems found"),
        "field_result": _("Result of handling"),
        "field_handover": pgettext("patrol", "Handed over"),
        "field_none": _("none"),
        "back_to_round": _("Back to the round"),
    }


def _scanning() -> dict[str, str]:
    return {
        "scan_nfc": _("Hold to the tag"),
        "scan_qr": _("Scan the code"),
        "scan_gps": _("I am here (position)"),
        "scan_typed": _("Type the number"),
        "scan_weak": _("A code or position proves less than a tag; a typed number is your word alone."),
        "camera_close": pgettext("camera", "Close"),
        "scan_hold": _("Hold the code into the picture."),
        "scan_nfc_ready": _("Hold the phone to the tag now."),
        "scan_none": _("No code was found in the photo. Go closer, or type the number of the point."),
        "scan_ask": _("Number of the point"),
        "scan_foreign": _("This code is not on this route. Keep it as an unplanned scan?"),
        "scan_no_position": _("No position. Scan the code instead."),
        "scanned_at": _("Scanned {time}"),
        "scan_way_nfc": _("NFC tag"),
        "scan_way_qr": _("QR code"),
        "scan_way_gps": pgettext("patrol", "Position"),
        "scan_way_typed": _("Code typed by hand"),
    }


def _tracks() -> dict[str, str]:
    return {
        "track_label": _("Track: {count} positions"),
        "track_hint": _("Kept for thirty days, on shift only. Leaders and the control room may look; every look stands below. A track alone deducts nothing."),
        "track_offline": _("Tracks are shown when there is a network."),
        "track_facts": _("{count} positions, {left} off post left out, erased on {day}"),
        "track_looks": _("Who looked"),
        "track_unlooked": _("Nobody looked at your position or track."),
        "track_kept": _("What is kept"),
        "track_none": _("No track is kept of you."),
        "voice_record": _("Record a voice note"),
        "voice_stop": _("Stop recording"),
        "voice_again": _("Record again"),
        "voice_kept": _("The voice note is on this phone."),
        "voice_cannot": _("No microphone here. Write it down instead."),
        "challenge_place": _("Choose the place first."),
        "challenge_words": _("Say what was seen, and what was asked and answered."),
    }


def _sos() -> dict[str, str]:
    return {
        "sos_title": _("SOS: help needed"),
        "sos_unsent": _("No network: the call for help has not arrived. It is tried again and again; call by radio now."),
        "sos_sent": _("Arrived at the server at {time}, number {number}. Who is on duty in the control room sees it there."),
        "sos_sending": _("Calling for help"),
        "sos_say": _("Say on the radio: “{name}, {place}, need help.”"),
        "sos_channel": _("Radio channel {channel}"),
        "sos_position": _("Position from this phone, {age} s old, exact to {metres} m"),
        "sos_no_position": _("No position from this phone. Say where you are."),
        "sos_over": _("Ended by the guard himself at {time}"),
        "sos_ended": _("Ended. The control room keeps the case open until somebody has seen you."),
        "somewhere": _("place not known"),
    }


def _browser() -> dict[str, str]:
    return {
        "can": _("Works"),
        "cannot": _("Does not work here"),
        "b_secure": _("Secure connection (HTTPS)"),
        "b_secure_no": _("This page came over plain HTTP: no offline entries, no camera stream, no position. Install the certificate first."),
        "b_store": _("Opens and keeps entries without a network"),
        "b_store_no": _("This browser keeps nothing offline. Open the page in Chrome, Edge or Safari."),
        "b_camera": _("Photo by the phone's camera"),
        "b_position": _("Position while the screen is on"),
        "b_position_no": _("No position here. Choose the place by hand; proof counts lower."),
        "b_background": _("Position with the screen off"),
        "b_background_no": _("No browser can do this. Tracks end when the screen goes dark; that lowers the grade of proof."),
        "b_nfc": _("Reading tags by NFC"),
        "b_nfc_no": _("Not on iPhones, not in WeChat, not over plain HTTP. Scan the printed code instead; proof counts lower."),
        "b_wechat": _("Inside WeChat"),
        "b_wechat_no": _("WeChat's browser keeps nothing offline. Tap “…” at the top right, then “Open in browser”."),
        "b_push": _("Messages while the page is closed"),
        "b_push_no": _("A LAN has no push service. Keep this page open on shift, with sound on."),
    }
