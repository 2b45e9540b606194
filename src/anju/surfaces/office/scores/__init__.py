"""Scoring at the desk and on a phone: the month's board, one page for a whole sheet, and what each person sees of himself."""
