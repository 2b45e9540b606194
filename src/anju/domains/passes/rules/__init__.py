"""What a gate decides about a pass. Needs neither Django nor a network: the edge decides with the same code.

The rules of the office (what may be asked for, issued, lent and handed out) are in `office` and `finding`.
"""

from .. import tokens
from .deciding import PassFacts, Spot, Trust, Verdict, check_code, decide, facts_of_claims

__all__ = ["PassFacts", "Spot", "Trust", "Verdict", "check_code", "decide", "facts_of_claims", "tokens"]
