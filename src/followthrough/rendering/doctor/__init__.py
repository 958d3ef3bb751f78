"""What `doctor` and `restore` say."""
