"""HTTPS on a LAN without the internet: an own certificate authority, a host name, and the page by which phones come to trust it."""
