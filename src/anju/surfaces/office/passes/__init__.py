"""The desk of passes: checking one, the key cabinet, what is out, and the papers."""
