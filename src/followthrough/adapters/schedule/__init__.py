"""What runs reminders every hour: cron, systemd, launchd."""
