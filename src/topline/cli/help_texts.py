"""What `--help` says beyond the options."""

OVERVIEW = """\
A survey results explorer for the terminal: every number is a door to the replies behind it.

  topline                          explore the sample survey
  topline FILE                     explore a survey of your own (parquet, CSV, TSV)

Without the explorer, the same answers on the command line:

  topline list FILE                the questions of a survey
  topline show FILE QUESTION       one question counted, alone or by others
  topline replies FILE             the replies themselves
  topline query FILE [NAME]        the canned queries of its survey file
  topline init FILE                write a survey file to correct what was inferred
  topline help [TOPIC]             help on a command, or on `filters`
"""

EXIT_CODES = """\
exit codes:
  0    done
  1    the data, or what was asked of it, is wrong: one line on stderr says what
  2    the command line cannot be read, or the explorer has no terminal
  70   a bug in topline
  130  interrupted with Ctrl-C (other signals: 128 and their number)

A file that is called like a command is opened as ./list, one like an option as ./--help.csv or after --.
"""

FILTERS = """\
filters (--where; given several times, all must be true):
  role = 'VP'                      gave this answer, by label or code; a net stands for its answers
  role != 'VP'                     did not
  role in ('VP', 'Director')       gave any of these
  years >= 10                      numbers and dates, also with > < <=
  replied < '2018-09-30'           dates are written like this
  how contains 'LinkedIn'          a text, ignoring case
  how is answered                  gave an answer that counts; `is missing` is the opposite
  how is asked                     belongs to those who were asked
  how is blank                     has nothing stored, not even a reason
  words how >= 20                  wrote so many words, also with > < <=
  not X, X and Y, X or Y, (X)      combined; `and` binds tighter than `or`

A question is named as in `topline list`, or by any text of its own in double quotes:
  "Company policy" = 'Banned'
Answers stand in single quotes, a quote inside is doubled: 'it''s'. Plain words and numbers need none.
In a shell put the whole filter in double quotes: --where "role = 'VP' and years >= 10"
"""

LIST_EXAMPLES = """\
examples:
  topline list replies.csv
  topline list replies.csv --format json
"""

SHOW_EXAMPLES = """\
examples:
  topline show replies.csv satisfaction
  topline show replies.csv "how likely are you" --by region,role
  topline show replies.csv how --where "role = 'VP'" --weight weight
  topline show replies.csv response               who was asked, and who answered
  topline show replies.csv satisfaction --by region --format csv -o crosstab.csv

QUESTION is the name of a question, its text, or a part of one that only it has.
"""

REPLIES_EXAMPLES = """\
examples:
  topline replies replies.csv --search LinkedIn
  topline replies replies.csv --where "role = 'VP'" --field role --field how
  topline replies replies.csv --sort=-years --limit 50
  topline replies replies.csv --format csv -o everyone.csv

As text the first 20 replies are shown, in every other format all of them, unless --limit says otherwise.
Answers that tell who a person is are masked unless --personal is given.
"""

QUERY_EXAMPLES = """\
examples:
  topline query replies.parquet                   lists them
  topline query replies.parquet f2                by key
  topline query replies.parquet "by role" role=VP
"""

INIT_EXAMPLES = """\
examples:
  topline init replies.csv                        writes replies.topline.toml beside it
  topline init replies.csv -o -                   prints it instead

It says what was inferred of each question, with the rule that decided it. Correct what is wrong; what is left
out is inferred again.
"""
