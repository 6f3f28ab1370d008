"""What people wrote anonymously and a coordinator lets leaders read."""
