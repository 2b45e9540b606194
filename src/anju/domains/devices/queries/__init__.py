"""Public questions about devices. The rooms above ask here and nowhere else."""

from ..kinds import COMMANDS, SYSTEMS, Kind, all_kinds, kind_choices, kind_of, kinds_of_system, register_kind
from ..meanings import meaning, meaning_of
from ..models import Command, Contact, Device, Observation, Product
from ..posture_words import FINDINGS
from ..rules.posture import WEIGHTS, score
from ..states import GONE, OPEN_COMMANDS, PRESENT, REASONS, CommandState, DeviceState, Online
from .observed import last_observations, login_of, observations_between
from .past import Stood, stood_at
from .posture import Trust, findings_of, fix_first, trust_of
from .register import Fleet, devices_at, fleet, gone_now, in_service, of_system
from .sending import by_serial, key_digests, key_holder, open_commands, speaking, token_holder

__all__ = [
    "COMMANDS", "FINDINGS", "GONE", "OPEN_COMMANDS", "PRESENT", "REASONS", "SYSTEMS", "Stood", "WEIGHTS", "Command", "CommandState", "Contact", "Device", "DeviceState", "Fleet", "Kind",
    "Observation", "Online", "Product", "Trust", "all_kinds", "by_serial", "devices_at", "findings_of", "fix_first", "fleet", "gone_now", "in_service", "key_digests", "key_holder", "kind_choices",
    "kind_of", "kinds_of_system", "last_observations", "login_of", "meaning", "meaning_of", "observations_between", "of_system", "open_commands",
    "register_kind", "score", "speaking", "stood_at", "token_holder", "trust_of",
]  # fmt: skip
