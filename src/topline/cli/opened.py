"""An opened survey: what every command starts from."""

from __future__ import annotations

import sys
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from topline.analysis.counts import count_flags
from topline.analysis.floor import without_few
from topline.cli.exits import complain
from topline.cli.interrupts import stopped_by_signals
from topline.cli.waiting import Waiting
from topline.coding.opening import open_coded
from topline.engine import Cage, Engine, Windows
from topline.readers import Source
from topline.survey import (
    NO_WEIGHT,
    Answered,
    BannerQuestion,
    Question,
    Slice,
    Survey,
    UnknownNameError,
    banner_question,
    read_expression,
)


@dataclass(frozen=True)
class Opened:
    """A survey and the engine that holds its replies."""

    source: Source

    @property
    def survey(self) -> Survey:
        """What was asked."""
        return self.source.survey

    @property
    def replies(self) -> Path:
        """Where the answers are."""
        return self.source.replies

    @cached_property
    def engine(self) -> Engine:
        """Opened when something is counted."""
        return Engine(self.replies, self.survey, connection=self.source.take_connection())

    @cached_property
    def cage(self) -> Cage:
        """Where SQL of a person's own runs; its process is started when something is asked of it."""
        return Cage(self.replies, self.survey)

    def give_up(self) -> None:
        """Stop whatever is being counted, from any thread."""
        if "engine" in self.__dict__:
            self.engine.cancel()
        if "cage" in self.__dict__:
            self.cage.cancel()

    def close(self) -> None:
        """Let go of the replies."""
        if "engine" in self.__dict__:
            self.engine.close()
        if "cage" in self.__dict__:
            self.cage.close()

    @cached_property
    def windows(self) -> Windows:
        """The replies by position."""
        return Windows(self.engine)

    @property
    def respondents(self) -> int:
        """Rows of the file."""
        known = self.survey.respondents
        return self.windows.count(Slice()) if known is None else known

    @cached_property
    def counted(self) -> Survey:
        """The survey with the number of answers of every question, counted where reading the file did not."""
        unknown = [question for question in self.survey if question.answered is None]
        if not unknown:
            return without_few(self.survey)
        flags = [Answered(question.name) for question in unknown]
        _, *tallies = count_flags(self.engine, Slice(), flags)[None]
        known = {question.name: tally.n for question, tally in zip(unknown, tallies, strict=True)}
        questions = (replace(q, answered=known.get(q.name, q.answered)) for q in self.survey)
        return without_few(replace(self.survey, questions=tuple(questions)))

    def questions(self, said: Sequence[str]) -> tuple[Question, ...]:
        """The questions that a person lists, each by itself or several with commas between.

        Raises:
            UnknownNameError: when there is no such question, or several could be meant.
        """
        return tuple(question for words in said for question in _several(words, self.survey.find))

    def banners(self, said: Sequence[str]) -> tuple[BannerQuestion, ...]:
        """The same of questions to cross by, of which some can be nested within others.

        Raises:
            UnknownNameError: when there is no such question, or several could be meant.
            ToplineError: when one is nested within itself.
        """

        def find(words: str) -> BannerQuestion:
            return banner_question(words, self.survey)

        return tuple(dict.fromkeys(one for words in said for one in _several(words, find)))

    def rows(self, said: Sequence[str]) -> tuple[Question, ...]:
        """The questions that a person lists for rows, in the same ways; the name of a grid stands for all of it.

        Raises:
            UnknownNameError: when there is no such question or grid, or several could be meant.
        """
        return tuple(one for words in said for found in _several(words, self.survey.find_rows) for one in found)

    def people(self, arguments: Namespace) -> Slice:
        """The slice that --where, --search and --weight ask for.

        Raises:
            ToplineError: when a filter cannot be read, or the weight holds no numbers.
        """
        conditions = [read_expression(text, self.survey) for text in arguments.where]
        weight = "" if arguments.weight in ("", NO_WEIGHT) else self.survey.find_weight(arguments.weight)
        return Slice(search=arguments.search.strip(), weight=weight).narrowed(*conditions)


Found = TypeVar("Found")


def _several(words: str, find: Callable[[str], Found]) -> Iterator[Found]:
    """What a text means as a whole, or each of its parts that commas set apart."""
    try:
        yield find(words)
    except UnknownNameError:
        parts = [part.strip() for part in words.split(",") if part.strip()]
        if len(parts) < 2:
            raise
        yield from map(find, parts)


@contextmanager
def opened(arguments: Namespace) -> Iterator[Opened]:
    """Open the file that a command names, and let go of it at the end.

    Raises:
        ToplineError: when it cannot be read.
    """
    waiting = Waiting() if sys.stderr is not None and sys.stderr.isatty() else None
    given_up = threading.Event()

    def is_given_up() -> bool:
        """Asked again and again while a file is read, so that it is also the pulse of what is shown."""
        if waiting:
            waiting.go_on()
        return given_up.is_set()

    try:
        with stopped_by_signals(given_up.set):
            source = open_coded(
                arguments.file,
                survey_file=getattr(arguments, "survey_file", None),
                min_base=getattr(arguments, "min_base", 0),
                progress=waiting.tell if waiting else None,
                cancelled=is_given_up,
            )
    finally:
        if waiting:
            waiting.end()
    it = Opened(source)
    try:
        with stopped_by_signals(it.give_up):
            yield it
    finally:
        it.close()


def warn_of(survey: Survey, file: Path) -> None:
    """Say in one line what there is to know of how a file was read, where the answer itself does not say it."""
    if survey.warnings:
        first, *further = survey.warnings
        remarks = "remark" if len(further) == 1 else "remarks"
        more = f" ({len(further):,} more {remarks}: see `topline list`)" if further else ""
        complain(f"{file}: {first}{more}")
