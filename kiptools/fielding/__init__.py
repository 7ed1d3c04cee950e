"""From a finished questionnaire to its respondents: survey tools, paper, letters, days."""
