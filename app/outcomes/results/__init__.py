"""What people answered to a survey, counted: nothing here knows whose an answer is."""
