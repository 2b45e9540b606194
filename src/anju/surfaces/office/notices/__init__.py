"""Writing a notice with a count before it leaves, its receipts as they come in, and what was sent to me."""
