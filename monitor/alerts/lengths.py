"""How long the pieces of a message may be, in code points."""

LONGEST_LABEL = 80
LONGEST_TITLE = 240
LONGEST_NAME = 60
LONGEST_PREVIEW = 140  # what a phone shows below the subject
LONGEST_REASON = 160
LONGEST_BESIDE = 180  # of a passage, on each side of the match
LONGEST_SENTENCE = 420  # that reads otherwise now
LONGEST_QUESTION = 160
