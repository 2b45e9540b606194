"""What follows from who stands where, and what may be asked, swapped, handed over, hired and carried. Pure."""
