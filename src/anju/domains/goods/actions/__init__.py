"""The verbs of goods."""

from .answering import answer_release, note_owner_word
from .classes import set_class
from .gathering import file_slips, gather_slips
from .looking import check_goods, note_arrival
from .parcels import claim_parcel, hand_out_parcel, move_parcel, receive_parcel, send_back_parcel, settle_parcel
from .pausing import end_pause, put_off_release, tell_next
from .releasing import release_goods, take_back_goods
from .responding import close_plan, do_step, set_cordon, start_plan
from .slips import ask_release, decline_release, end_slip, stamp_release

__all__ = [
    "answer_release", "ask_release", "check_goods", "claim_parcel", "close_plan", "decline_release", "do_step", "end_pause", "end_slip", "file_slips", "gather_slips", "hand_out_parcel",
    "move_parcel", "note_arrival", "note_owner_word", "put_off_release", "receive_parcel", "release_goods", "send_back_parcel", "set_class", "set_cordon", "settle_parcel",
    "stamp_release", "start_plan", "take_back_goods", "tell_next",
]  # fmt: skip
