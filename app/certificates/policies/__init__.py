"""What a changed policy means to those who hold a certificate."""
