"""Reports of invented events, for the tests of stories: an original, a copy in other words, another report, and one of something else."""

TITLE = "Watchdog calls on Ottawa to halt exports of Kestrel drone cameras"
STORY = """\
A disarmament group called on the federal government on Monday to halt exports of the Kestrel targeting camera, saying that the \
device was found in the wreck of a drone that came down near the village of Asteria last month.

The Northern Ploughshare Institute, which is based in Kitchener, said in a report of forty pages that three of the cameras made by \
Halden Optics had been identified by their serial numbers, and that export permits for them named another buyer.

"These devices were never meant to reach that front," said Marta Lindqvist, who wrote the report. "Either the permits were wrong, \
or somebody passed them on, and the minister should tell the public which of the two it was."

A spokesman for Halden Optics said that the company follows all rules on controlled goods and does not comment on single \
customers. It employs nine hundred people in Burlington and sells two thirds of what it makes abroad.

The department said that it would look at the findings, and that permits can be suspended when there is a serious risk that goods \
are diverted. Opposition members asked that the committee on foreign affairs call the minister before the summer recess.
"""
# The same, as two machine translations leave it.
COPY_IN_OTHER_WORDS = """\
A group for disarmament asked the federal government on Monday to stop exports of the Kestrel aiming camera, saying that the \
device had been found in the wreckage of a drone that fell near the village of Asteria the last month.

The Institute Northern Ploughshare, which is based in Kitchener, said in a report of forty pages that three of the cameras \
manufactured by Halden Optics were identified by their numbers of series, and that the permits of export for them named another \
purchaser.

"These devices never were meant to reach that front", said Marta Lindqvist, who wrote the report. "Or the permits were wrong, or \
somebody passed them, and the minister should say to the public which of the two it was."

A spokesperson of Halden Optics said that the company follows all the rules on controlled goods and does not comment single \
customers. It employs nine hundred persons in Burlington and sells two thirds of what makes abroad.

The department said that it would look at the findings and that the permits can be suspended when there is a grave risk that the \
goods are diverted. Members of the opposition asked that the committee on foreign affairs call the minister before the recess of \
summer.
"""
OTHER_REPORT = """\
Ministers are under pressure to stop selling Kestrel drone cameras after researchers in Kitchener traced three of them to a crash \
site at Asteria. According to the Northern Ploughshare Institute, papers for the cameras, built by Halden Optics of Burlington, \
gave a different customer. Marta Lindqvist of the institute wants the minister to explain. Halden Optics says it obeys export law. \
Officials promised to examine the matter.
"""
UNRELATED = """\
The ferry across the harbour will run every twenty minutes from the first of November, and every hour after nine in the evening, \
the transport authority said. Two of the four boats are to be overhauled during the winter. Season tickets stay valid, and \
bicycles travel free of charge on Sundays. Commuters had asked for a later last boat, which the authority called too costly for \
the few people who would use it.
"""
NOTICE = """\
{company} Shr {share} cts vs {share} cts a year earlier. Net {net} mln vs {net} mln. Revs {sales} mln vs {sales} mln for the same \
quarter. Note: figures include a gain from the sale of assets and are shown after taxes for the period that ended in the third \
quarter of the year.
"""
