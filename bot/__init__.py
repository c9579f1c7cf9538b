"""The service as it runs: Teams' HTTP door, sending, the chat and the commands."""
