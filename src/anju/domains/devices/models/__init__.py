"""The records of devices."""

from .commands import Command
from .observations import Observation
from .register import Device, Product
from .standing import Contact, Credential, Posture

__all__ = ["Command", "Contact", "Credential", "Device", "Observation", "Posture", "Product"]
