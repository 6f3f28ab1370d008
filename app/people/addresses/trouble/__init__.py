"""What happened to mail to an address: that it was refused, came back, or was not wanted."""
