"""Reports 报告: kinds are declared, blocks gather what the records say, composing makes one document of them, Word and PDF show it."""
