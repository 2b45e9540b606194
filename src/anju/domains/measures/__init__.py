"""Measures 指标: figures counted from the ledger, held against targets that somebody answers for.

Rooms declare what is counted (`anju.kernel.measures`); this room keeps the daily sums, adds them into months and years, recounts a
sample every night, and holds targets, baselines, indexes and the figures that people must still record by hand.
"""
