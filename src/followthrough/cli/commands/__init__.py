"""One module for each command, imported when it is asked for; the function `command` is what it runs."""
