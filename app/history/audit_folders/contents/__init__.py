"""What an audit folder holds: tables by what they are about, and files as they are stored."""
