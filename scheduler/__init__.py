"""What happens without being asked for, and when."""
