"""What patrols may and must be: facts in, a decision or a plan out. Nothing here asks a database or a clock."""
