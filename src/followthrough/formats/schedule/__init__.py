"""The texts that cron, systemd and launchd run reminders by."""
