"""How much of a file is read. A plan of a hundred pages is under one hundredth of any of these."""

from __future__ import annotations

MB = 1024 * 1024
FILE_BYTES = 50 * MB
TEXT_BYTES = 20 * MB
LINE_CHARACTERS = 100_000
LINES = 100_000
ARCHIVE_ENTRIES = 5_000
ARCHIVE_BYTES = 300 * MB
ARCHIVE_RATIO = 200
ARCHIVE_RATIO_FROM_BYTES = 5 * MB
XML_PART_BYTES = 20 * MB
PDF_PAGES = 1_000
PDF_SECONDS = 60
PDF_MEMORY_BYTES = 2048 * MB
CONVERSION_SECONDS = 90
