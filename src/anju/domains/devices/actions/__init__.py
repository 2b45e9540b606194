"""The verbs of devices, and the writer of what they say."""

from ..observations.contacts import said_of, touch, touch_all
from ..observations.writer import QueueFull, Row, Sign, Writer, WriterFailed
from .commanding import answer_command, cancel_command, carry_command, expire_command, send_command, take_command
from .keys import enrol_device, issue_enrolment, revoke_key, set_login
from .posture import report_posture, write_check
from .products import review_product
from .registering import accept_installation, add_device, change_device, commission_device, write_test
from .service import put_back, put_in_store, retire_device, take_out
from .standing import note_changed, note_lost, note_returned

__all__ = [
    "QueueFull", "Row", "Sign", "Writer", "WriterFailed", "accept_installation", "add_device", "answer_command", "cancel_command", "carry_command", "change_device",
    "commission_device", "enrol_device", "expire_command", "issue_enrolment", "note_changed", "note_lost", "note_returned", "put_back", "put_in_store",
    "report_posture", "retire_device", "review_product", "revoke_key", "said_of", "send_command", "set_login", "take_command", "take_out", "touch", "touch_all", "write_check",
    "write_test",
]  # fmt: skip
