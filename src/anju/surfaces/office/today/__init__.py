"""What a person sees first: what is in danger, what is due and late, who is on duty, his own list; and the morning brief."""
