"""From files to quotable text: bytes in, passages out; no network, no database."""
