"""The verbs of parking."""

from .. import pricing
from .checks import check_car, tell_about_check
from .ground import add_bay, add_sign, add_zone, change_bay, change_zone, check_sign, sense_bay
from .money import agree_policy, end_policy, prepay_stay, propose_parking_price, propose_policy, take_fee
from .order import ask_removal, record_speed, record_violation, settle_violation, tell_owner
from .staying import close_stay, drop_stay, mend_entry, mend_exit, note_ran_over, open_stay
from .vehicles import bill_right, check_vehicle, end_right, end_vehicle, give_right, refuse_vehicle, register_vehicle
from .visiting import find_car, give_coupon, place_car, receive_car, take_voucher_back

__all__ = [
    "add_bay", "add_sign", "add_zone", "agree_policy", "ask_removal", "bill_right", "change_bay", "change_zone", "check_car", "check_sign", "check_vehicle", "close_stay",
    "drop_stay", "end_policy", "end_right", "end_vehicle", "find_car", "give_coupon", "give_right", "mend_entry", "mend_exit", "note_ran_over", "open_stay", "place_car",
    "prepay_stay", "pricing", "propose_parking_price", "propose_policy", "receive_car", "record_speed", "record_violation", "refuse_vehicle", "register_vehicle",
    "sense_bay", "settle_violation", "take_fee", "take_voucher_back", "tell_about_check", "tell_owner",
]  # fmt: skip
