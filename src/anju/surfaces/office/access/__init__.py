"""The gate desk: who stands there, who waits for an answer, who is inside; and a changed rule tried on last month."""
