"""What is known of languages: how names are respelled, how likely a word is made of some letters, how often words stand in the news."""
