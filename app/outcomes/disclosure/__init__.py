"""What may be said of groups of people without saying anything of one of them."""
