"""The words of the program: Survey, Question, Slice, View, Table, Cell, and the survey file.

Everything here is a small frozen dataclass that knows its meaning and nothing of files, engines or screens.
"""

from topline.survey.conditions import (
    All,
    Answered,
    AnyOf,
    Asked,
    Blank,
    Chose,
    Condition,
    Contains,
    Not,
    Sql,
    Within,
    WordCount,
    quoted,
    word_count,
)
from topline.survey.errors import ExpressionError, SurveyFileError, ToplineError, UnknownNameError
from topline.survey.expression import read_expression
from topline.survey.query import CannedQuery, Parameter
from topline.survey.question import STANDS_APART, Kind, MissingKind, Net, Option, Question, Role, Storage, code_of
from topline.survey.slice import Slice
from topline.survey.survey import Response, Survey
from topline.survey.survey_file import SurveyFile, read_survey_file, scored
from topline.survey.table import LOW_BASE, BaseCount, Cell, Column, Missing, Row, Summary, Table
from topline.survey.view import Base, Order, View, What

__all__ = [
    "LOW_BASE",
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
    "Chose",
    "Column",
    "Condition",
    "Contains",
    "ExpressionError",
    "Kind",
    "Missing",
    "MissingKind",
    "Net",
    "Not",
    "Option",
    "Order",
    "Parameter",
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
    "ToplineError",
    "UnknownNameError",
    "View",
    "What",
    "Within",
    "WordCount",
    "code_of",
    "quoted",
    "read_expression",
    "read_survey_file",
    "scored",
    "word_count",
]
