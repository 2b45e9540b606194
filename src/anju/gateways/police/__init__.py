"""The line to the police: a signed question by JSON over HTTPS, and its signed answer (`docs/police.md`)."""
