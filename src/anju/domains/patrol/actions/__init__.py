"""The verbs of patrols."""

from .analysing import sign_analysis, write_analysis
from .closing import close_round, erase_tracks
from .density import lower_density, raise_density
from .findings import (
    acknowledge_finding,
    handle_finding,
    note_dissuasion,
    report_finding,
    report_item,
    report_renovation,
    report_suspicion,
)
from .ground import (
    add_checkpoint,
    change_checkpoint,
    fit_tag,
    locate_checkpoint,
    place_checkpoint,
    retire_checkpoint,
    set_checklist,
    withdraw_tag,
)
from .planning import add_round, cancel_round, freeze_round, plan_rounds
from .routes import add_route, assess_risk, keep_route, publish_route, retire_route
from .scanning import accept_scan, call_in_point, reject_scan, scan_point, take_in_reading
from .schemes import add_line, add_scheme, drop_line, publish_scheme, switch_off, switch_on
from .together import join_round, log_mission, report_partner
from .tracking import look_at_positions, look_at_track, record_track
from .walking import answer_point, finish_round, hand_on_round, skip_point, start_round
from .zoning import approve_zones, draw_zones, refuse_zones

__all__ = [
    "accept_scan", "acknowledge_finding", "add_checkpoint", "add_line", "add_round", "add_route", "add_scheme", "answer_point", "approve_zones", "assess_risk",
    "call_in_point", "cancel_round", "change_checkpoint", "close_round", "draw_zones", "drop_line", "erase_tracks", "finish_round", "fit_tag", "freeze_round",
    "hand_on_round", "handle_finding", "join_round", "keep_route", "locate_checkpoint", "log_mission", "lower_density", "note_dissuasion",
    "place_checkpoint", "plan_rounds", "publish_route", "publish_scheme", "look_at_positions", "look_at_track", "raise_density", "record_track", "refuse_zones", "reject_scan", "report_finding",
    "report_item", "report_partner", "report_renovation", "report_suspicion", "retire_checkpoint", "retire_route", "scan_point", "set_checklist",
    "sign_analysis", "skip_point", "start_round", "switch_off", "switch_on", "take_in_reading", "withdraw_tag", "write_analysis",
]  # fmt: skip
