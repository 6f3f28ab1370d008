"""What became of mail, for those who coordinate or administer; and sending it again."""
