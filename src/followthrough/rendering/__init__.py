"""Values as text for people. Pure; where it goes and in which colours is the CLI's affair."""
