"""What phones talk to: one address for items, one for the pieces of a photo, one for what a shell needs without a network."""
