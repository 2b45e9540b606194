"""The records of parking."""

from .ground import Bay, Sign, Zone
from .order import CarCheck, Violation
from .stays import Coupon, Policy, Stay
from .vehicles import Right, Vehicle

__all__ = ["Bay", "CarCheck", "Coupon", "Policy", "Right", "Sign", "Stay", "Vehicle", "Violation", "Zone"]
