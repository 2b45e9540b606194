"""Charges 收费: what is owed and why, what was paid and how, receipts, refunds, deposits, the cash of a shift, and the daily reconciliation.

One engine serves property fees, parking, repairs and renovation deposits. Money is whole fen. A charge is made of lines that are frozen
when they are made, each with the version of the tariff, the sum and its basis in one sentence; what changes afterwards is a further line
with a reason and, above a limit, a second person. Nothing that happens at a gate may ask here: what somebody owes never decides who gets in.
"""
