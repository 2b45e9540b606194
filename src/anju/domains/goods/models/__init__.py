"""The records: classes of goods, release slips, checks at the gate, what was put off, plans for suspicious things, bundles of slips, parcels."""

from .checks import GoodsCheck, Pause
from .parcels import Parcel
from .responses import Response
from .slips import GoodsClass, Slip, SlipBatch

__all__ = ["GoodsCheck", "GoodsClass", "Parcel", "Pause", "Response", "Slip", "SlipBatch"]
