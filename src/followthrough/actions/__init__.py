"""What a user can do, one module each; what they need from outside is a Protocol in `ports`."""
