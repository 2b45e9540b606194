"""One field finds pages, and records of every list that the person may open."""
