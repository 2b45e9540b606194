"""Parking now: how full each zone is, halves to put right, what was not paid, violations, the cash of the shift; and the board at the entrance."""
