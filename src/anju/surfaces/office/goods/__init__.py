"""Goods at the gate: a slip counted thing by thing, what comes in, what is put off, and the parcels on their slots."""
