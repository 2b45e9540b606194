"""The archive in the office: completeness, households, opening and reading a document, disposal, batches, and handover papers."""
