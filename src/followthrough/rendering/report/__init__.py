"""A report as people read it: text, Markdown, one HTML page, a badge."""
