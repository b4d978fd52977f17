"""The words of the program: Survey, Question, Slice, View, Table, Cell, and the survey file.

Everything here is a small frozen dataclass that knows its meaning and nothing of files, engines or screens.
"""

from topline.survey.beside import bits, bits_of, quoted, told_of, word_count, wrote
from topline.survey.conditions import (
    All,
    Answered,
    AnyOf,
    Asked,
    Blank,
    Chose,
    Condition,
    Not,
    Sql,
    Within,
    chose,
)
from topline.survey.errors import ExpressionError, SurveyFileError, ToplineError, UnknownNameError
from topline.survey.expression import read_expression
from topline.survey.query import FUNCTION_KEYS, KEYS, LETTERS, CannedQuery, Parameter, with_own
from topline.survey.query_file import read_own_queries
from topline.survey.question import (
    MASK,
    RECOMMEND,
    STANDS_APART,
    Kind,
    MissingKind,
    Net,
    Option,
    Question,
    Role,
    Storage,
    code_of,
)
from topline.survey.slice import Slice
from topline.survey.survey import GRID, Response, Survey
from topline.survey.survey_file import SurveyFile, read_survey_file, scored
from topline.survey.table import (
    LOW_BASE,
    Association,
    BaseCount,
    Cell,
    Column,
    Missing,
    Row,
    Shows,
    Summary,
    Table,
    Unplaced,
)
from topline.survey.text_conditions import Contains, HasWords, Matches, WordCount
from topline.survey.transposed import STATISTICS, laid_out
from topline.survey.view import LEVELS, Base, Chart, Order, Percent, Significance, View, What, levels_of, read_people
from topline.survey.weighting import NO_WEIGHT, Target, Weighting
from topline.survey.years import are_years, grouped

__all__ = [
    "FUNCTION_KEYS",
    "GRID",
    "KEYS",
    "LETTERS",
    "LEVELS",
    "LOW_BASE",
    "MASK",
    "NO_WEIGHT",
    "RECOMMEND",
    "STANDS_APART",
    "STATISTICS",
    "All",
    "Answered",
    "AnyOf",
    "Asked",
    "Association",
    "Base",
    "BaseCount",
    "Blank",
    "CannedQuery",
    "Cell",
    "Chart",
    "Chose",
    "Column",
    "Condition",
    "Contains",
    "ExpressionError",
    "HasWords",
    "Kind",
    "Matches",
    "Missing",
    "MissingKind",
    "Net",
    "Not",
    "Option",
    "Order",
    "Parameter",
    "Percent",
    "Question",
    "Response",
    "Role",
    "Row",
    "Shows",
    "Significance",
    "Slice",
    "Sql",
    "Storage",
    "Summary",
    "Survey",
    "SurveyFile",
    "SurveyFileError",
    "Table",
    "Target",
    "ToplineError",
    "UnknownNameError",
    "Unplaced",
    "View",
    "Weighting",
    "What",
    "Within",
    "WordCount",
    "are_years",
    "bits",
    "bits_of",
    "chose",
    "code_of",
    "grouped",
    "laid_out",
    "levels_of",
    "quoted",
    "read_expression",
    "read_own_queries",
    "read_people",
    "read_survey_file",
    "scored",
    "told_of",
    "with_own",
    "word_count",
    "wrote",
]
