"""Tables out that are too long for a request: a job writes them in pages, the page shows how far it is, and only who asked may fetch
the file, for a day."""
