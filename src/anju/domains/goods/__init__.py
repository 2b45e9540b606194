"""Goods 物品: what is carried through a gate. Release slips (放行条) asked on the phone or at the desk, stamped, counted item by item at the gate,
gathered at the end of the shift and kept by the front desk; what comes in and how it is looked at; what must not come in; what waits for its owner's
word (暂缓放行, nothing is ever taken away); and parcels that the gatehouse keeps for somebody. It serves the sentences of a plan about
things going in and out, theft and contraband, and lost parcels.
"""
