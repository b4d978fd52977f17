"""topline from Python: a survey that is opened, and its answers as tables, frames and files.

The same views as on the command line and in the explorer, and the same numbers. `import topline` leads here:
`topline.open` is `open_survey`. `docs/python.md` says what every column of a frame is.
"""

from topline.api.answer import Answer, AnswerCell
from topline.api.opened import OpenSurvey, open_survey

__all__ = ["Answer", "AnswerCell", "OpenSurvey", "open_survey"]
