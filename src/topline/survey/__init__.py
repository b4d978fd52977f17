"""The words of the program: Survey, Question, Slice, View, Table, Cell, and the survey file.

Everything here is a small frozen dataclass that knows its meaning and nothing of files, engines or screens.
"""

from topline.survey.beside import bits, bits_of, quoted, word_count, wrote
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
from topline.survey.question import MASK, STANDS_APART, Kind, MissingKind, Net, Option, Question, Role, Storage, code_of
from topline.survey.slice import Slice
from topline.survey.survey import Response, Survey
from topline.survey.survey_file import SurveyFile, read_survey_file, scored
from topline.survey.table import LOW_BASE, BaseCount, Cell, Column, Missing, Row, Summary, Table, Unplaced
from topline.survey.text_conditions import Contains, HasWords, Matches, WordCount
from topline.survey.view import Base, Chart, Order, Percent, View, What, read_people
from topline.survey.weighting import NO_WEIGHT, Target, Weighting

__all__ = [
    "FUNCTION_KEYS",
    "KEYS",
    "LETTERS",
    "LOW_BASE",
    "MASK",
    "NO_WEIGHT",
    "STANDS_APART",
    "All",
    "Answered",
    "AnyOf",
    "Asked",
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
    "bits",
    "bits_of",
    "chose",
    "code_of",
    "quoted",
    "read_expression",
    "read_own_queries",
    "read_people",
    "read_survey_file",
    "scored",
    "with_own",
    "word_count",
    "wrote",
]
