"""What a real worker on a real broker survives: kill -9, a wiped broker, a mail server that refuses."""
