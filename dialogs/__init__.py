"""What Luotsi says and understands; knows nothing of how Teams carries it."""
