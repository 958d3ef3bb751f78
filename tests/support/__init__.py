"""What tests share: builders, fakes and controls."""
