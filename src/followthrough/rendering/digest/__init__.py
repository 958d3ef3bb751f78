"""A digest as people receive it: Markdown, an HTML mail, Discord messages."""
