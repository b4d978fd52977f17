"""What `--help` says beyond the options."""

OVERVIEW = """\
A survey results explorer for the terminal: every number is a door to the replies behind it.

  topline                          explore the sample survey
  topline FILE                     explore a survey of your own (csv, xlsx, .sav, ...)

Without the explorer, the same answers on the command line:

  topline list FILE                the questions of a survey
  topline show FILE QUESTION       one question counted, alone, by others or over time
  topline replies FILE             the replies themselves
  topline query FILE [NAME]        the canned queries of its survey file
  topline sql FILE STATEMENT       a SELECT of your own over the replies
  topline report FILE -o NAME      many tables in one workbook, page or Markdown file
  topline weights FILE [NAME]      what its weights cost, and how they meet their targets
  topline code FILE                how far the coding of an open question is; codes in and out
  topline sample                   write the sample as a file of your own; --uncoded: to be coded
  topline init FILE                write a survey file to correct what was inferred
  topline keys                     the keys of the explorer
  topline help [TOPIC]             help on a command, or on `filters`

`--min-base N` is a privacy floor, for all of these: groups under N people are withheld (docs/privacy.md).
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
  role = code 'X'                  has exactly this stored, also where the codebook does not list it
  years >= 10                      numbers and dates, also with > < <=
  years from 5 to 10               from 5 up to and including 10; `from over 5 to under 10` without the ends
  replied from '2018-09-13' to '2018-09-14'
                                   both days; dates are written like this, or as '2018-09-13 08:30'
  how contains 'LinkedIn'          a text, ignoring case
  how has 'social media'           each of these as a whole word, in any order, ignoring case
  how matches 'coach\\w*|mentor'    a regular expression (RE2) that fits somewhere, ignoring case; \\pL is any letter
  how is answered                  gave an answer that counts; `is missing` is the opposite
  how is asked                     belongs to those who were asked
  how is blank                     has nothing stored, not even a reason
  how is coded                     has a code; `is uncoded` waits for one, `is uncodable` can't have one
  words how >= 20                  wrote so many words, also with > < <= =, or from 5 to 20
  not X, X and Y, X or Y, (X)      combined, to any depth; `and` binds tighter than `or`
  everyone, nobody                 all replies, none

A question is named as in `topline list`, or by any text of its own in double quotes:
  "Company policy" = 'Banned'
Answers stand in single quotes, a quote inside is doubled: 'it''s'. Plain words and numbers need none.
A question that tells who a person is can be filtered on too, although its answers are shown masked.
In the explorer f builds the same from the answers as they are, and its last line takes an expression.
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
  topline show replies.csv satisfaction --by role/region --no-zeros
  topline show replies.csv satisfaction --by region --percent row --sort "region = 'North'"
  topline show replies.csv satisfaction --where "role = 'VP'" --against everyone
  topline show replies.csv satisfaction --over wave
  topline show replies.csv satisfaction --over replied --period month --chart plot
  topline show replies.csv how --where "role = 'VP'" --weight weight
  topline show replies.csv how --net "Digital=Websites,Social media" --net "Print=papers,letters"
  topline show replies.csv age --bands 18,25,35,50
  topline show replies.csv age --bands "4 groups"
  topline show replies.csv response               who was asked, and who answered
  topline show replies.csv satisfaction --by region -o crosstab.csv --no-footer
  topline show replies.csv satisfaction --by region,role -o crosstab.xlsx
  topline show replies.csv agree_1 --chart grid -o grid.html
  topline show replies.csv "What matters most?" --by region   (a ranking, by its name)
  topline show replies.csv agree_1 --chart table --sort mean      a grid as one table
  topline show replies.csv satisfaction spending --by region      below each other
  topline show replies.csv "grid:Statements" --by role --transposed

QUESTION is the name of a question, its text, or a part of one that only it has; or the name of a grid, all of it.
"""

REPLIES_EXAMPLES = """\
examples:
  topline replies replies.csv --search LinkedIn
  topline replies replies.csv --where "role = 'VP'" --field role --field how
  topline replies replies.csv --sort=-years --limit 50
  topline replies replies.csv --all-fields -o everyone.csv
  topline replies replies.csv --where "role = 'VP'" --all-fields -o vp.parquet
  topline replies replies.csv --all-fields -o replies.sav

A parquet file takes its survey along, and opens again as the same, or as a part of it: texts, options, nets and all.
As text the first 20 replies are shown, in every other format all of them, unless --limit says otherwise.
Answers that tell who a person is are masked unless --personal is given.
"""

REPORT_EXAMPLES = """\
examples:
  topline report replies.csv -o toplines.xlsx              every topline, a sheet each, behind an index
  topline report replies.csv -o toplines.html              the same as one page
  topline report replies.csv --write-spec report.toml      a spec to edit: its tables, and what is known of them
  topline report replies.csv --spec report.toml -o wave1.xlsx
  topline report wave2.csv --spec report.toml --check      what has changed since, a line each
  topline report wave2.csv --spec report.toml --write-spec report.toml --force    record it anew

A spec lists tables as a survey file lists queries:

  title = "Wave 1"
  columns = ["region"]                 for every table that says no other banner
  weight = "weight"

  [[table]]
  rows = "satisfaction"

  [[table]]
  title = "Why, among those who left"
  rows = "why"
  columns = []
  where = "status = 'left'"

--check writes nothing. It prints a line for every table that cannot be had, and for every question, option, net or
base that differs from what the spec recorded, and exits with 1 where there is any, or where
nothing is recorded of a question that the tables speak of.
"""

QUERY_EXAMPLES = """\
examples:
  topline query replies.parquet                   lists them
  topline query replies.parquet f2                by key
  topline query replies.parquet "by role" role=VP
"""

SQL = """\
the table:
  responses                        the replies, one a row; `replies` is another name for it
  row                              the row of the file, from 1
  NAME                             the answers to a question, as stored: codes, not labels; a list where several
                                   answers can be given; in double quotes where it is not a plain word
  NAME_codes                       the codes of a coded verbatim, a list
  DESCRIBE responses               shows all columns and their types

One SELECT in the SQL of DuckDB: WITH, joins of the table with itself, windows, PIVOT with its values named, UNPIVOT,
DESCRIBE and SUMMARIZE. After FROM stand the table, subqueries, VALUES, unnest, range and generate_series. $NAME stands
for a parameter; its value is a text that becomes a number or a date where one is meant.

The statement runs in a process of its own that cannot open, write or send anything, for 60 seconds and with 1.5 GB of
memory at most; what is not listed here is refused. If you miss a function that reads nothing but its arguments, open
an issue. Answers that tell who a person is are masked, so that a statement can show and count them and nothing else,
unless --personal is given.
"""

SQL_EXAMPLES = """\
examples:
  topline sql replies.csv "select role, count(*) as n from responses group by role order by n desc"
  topline sql replies.csv 'select row, how from responses where role = $role' --set role=VP
  topline sql replies.csv "select * from responses" --format csv -o everyone.csv
  topline sql replies.csv - < question.sql
  topline help sql                 the table, the functions, and what is not admitted

As text the first 100 rows are shown, in every other format all that fit into 32 MB, unless --limit says otherwise;
where there are more, a line on stderr says so. In a shell put the statement in single quotes, or $role is taken for
a variable of the shell.
"""

WEIGHTS_EXAMPLES = """\
examples:
  topline weights replies.csv
  topline weights replies.csv raked --format json
  topline show replies.csv satisfaction --weight raked

A weight is raked by the survey file, from what is known of the population, in any unit:
  [weighting.raked]
  targets.gender = { Women = 51, Men = 49 }
  targets.region = { North = 1200000, South = 800000 }
  cap = 5                          no weight above five times the mean
"""

CODE_EXAMPLES = """\
examples:
  topline code replies.csv --question how              how far it is: counts, coders, pace, agreement
  topline code replies.csv --format json
  topline code replies.csv --apply-rules --dry-run     what the survey file's rules would give
  topline code replies.csv --apply-rules
  topline code replies.csv --undo                      take it back
  topline code replies.csv --import codes.xlsx
  topline code replies.csv --import themes.csv --code-column theme --separator "|" --rows-from 0
  topline code replies.csv --from-column "theme (old)"
  topline code replies.csv --export codes.csv          a line a code: who gave it, how, when
  topline code replies.csv --export codes.xlsx --shape wide
  topline code replies.csv --codeframe frame.csv
  topline code wave2.csv --codeframe-from frame.csv

Replies are coded in the explorer (`topline FILE`, place 4, or c on an open question); this is what else there is.
Without --question it is the open question that has codes or rules, or the only one.

--import reads a line a code, a line a reply with several codes in one cell, or a line a reply with a column a code
(0 and 1, x, or its own name). The first row holds headings; columns are found by them: code, theme, category, tag or
the like; id or what the survey calls it; row, index or a nameless column of numbers; text. It says which reply by the
respondent's id, where the survey has ids; else by the row; else by the exact text. Codes are known by id or label;
others are new. Replies get the codes of all their lines, in place of those that the same coder gave them before.
All that one command writes is one stroke, which one undo takes back.
"""

SAMPLE_EXAMPLES = """\
examples:
  topline sample                   writes sample.parquet, with its codes
  topline sample --uncoded         writes sample-uncoded.parquet: 203 replies, no code, an empty codeframe
  topline sample-uncoded.parquet   then 4 to code them

Codes that you give the built-in sample (`topline` without a file) are kept in your state folder.
"""

INIT_EXAMPLES = """\
examples:
  topline init replies.csv                        writes replies.topline.toml beside it
  topline init replies.csv -o -                   prints it instead

It says what was inferred of each question, with the rule that decided it. Correct what is wrong; what is left
out is inferred again.
"""

KEYS = """\
Keys can be changed in keys.toml in the config folder; the last line of `topline keys` says where that is:

  [keys]
  filter = "F"
  undo = ["u", "ctrl+z"]

A key that is chosen is taken from the action that has it by default, unless that is left without one at the same
place. The arrows, PgUp, PgDn, Home, End, F1-F9 and Ctrl+Q stay what they are.
"""
