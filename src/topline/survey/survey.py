"""A survey: its title, its questions in order, who was asked, and its canned queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from topline.survey.conditions import Condition, chose
from topline.survey.errors import ToplineError, UnknownNameError, did_you_mean, nearest
from topline.survey.query import CannedQuery
from topline.survey.question import Kind, Question, Role
from topline.survey.weighting import Weighting

FEW_WROTE = 0.2
"""Share of those who wrote most, below which an open-ended question comes after the others."""


GRID = "grid:"
"""What stands before the name of a grid where all its questions are meant."""


@dataclass(frozen=True, slots=True)
class Response:
    """How the status of each person asked tells who was reached and who replied."""

    status: str
    """The question that holds the status."""
    bounced: tuple[str, ...] = ()
    delivered: tuple[str, ...] = ()
    """Reached, without a reply."""
    partial: tuple[str, ...] = ()
    """Replied to a part."""
    replied: tuple[str, ...] = ()
    """Replied in full."""
    steps: tuple[tuple[str, str], ...] = ()
    """Further steps of the funnel after a reply: words and expression."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a survey beside the replies themselves."""

    title: str
    questions: tuple[Question, ...]
    invited: int | None = None
    """People asked; the finite population of every margin of error. None when unknown."""
    respondents: int | None = None
    """Rows of the file, one a person; None before the file was read."""
    note: str = ""
    """A remark that belongs beside the title, such as that the data is synthetic."""
    response: Response | None = None
    weightings: tuple[Weighting, ...] = ()
    """The weights that are raked; each can be chosen as a weight column can."""
    queries: tuple[CannedQuery, ...] = ()
    warnings: tuple[str, ...] = ()
    """What the reader had to mend or leave out, a sentence each."""
    source: str = ""
    """The file that this was read from, as the user named it."""
    min_base: int = 0
    """The privacy floor: groups of fewer people are shown nowhere, nor what would give them away; 0 for none."""
    codes_folder: str = ""
    """The folder that the coders' journals stand in, from the folder of the replies on; empty for that one itself."""
    _by_name: dict[str, Question] = field(init=False, repr=False, compare=False, hash=False)
    _bases: dict[str, Condition | None] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {question.name: question for question in self.questions})
        object.__setattr__(self, "_bases", {})

    def __getitem__(self, name: str) -> Question:
        """The question of exactly this name.

        Raises:
            UnknownNameError: when there is none.
        """
        try:
            return self._by_name[name]
        except KeyError:
            raise self._unknown(name) from None

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def find(self, words: str, *, whole: bool = False) -> Question:
        """The question a person means: by its name, its text, its header, or an unambiguous part of one.

        Args:
            words: In any case.
            whole: Whether a part of one is not enough.

        Raises:
            UnknownNameError: when no question fits, or several do; the message lists the nearest.
        """
        wanted = _folded(words)
        if words in self._by_name:
            return self._by_name[words]
        for exact in (True,) if whole else (True, False):
            for said in (_name, _text, _label, _headers):
                found = [q for q in self.questions if any(_fits(wanted, text, exact) for text in said(q))]
                if len(found) == 1:
                    return found[0]
                if found:
                    names = ", ".join(question.name for question in found[:5])
                    raise UnknownNameError(
                        f"{words!r} could be {len(found)} questions: {names}; use one of these names"
                    )
        raise self._unknown(words)

    def find_rows(self, words: str) -> tuple[Question, ...]:
        """The questions a person means for the rows of a table: one, or all of a grid.

        Args:
            words: As `find` takes them; or the name of a grid, with "grid:" before it also a part of one.

        Raises:
            UnknownNameError: when no question and no grid fits, or several do.
        """
        grids = tuple(dict.fromkeys(question.grid for question in self.questions if question.grid))
        marked = words.casefold().startswith(GRID)
        wanted = _folded(words[len(GRID) :] if marked else words)
        found = [grid for grid in grids if _folded(grid) == wanted]
        if marked:
            found = found or [grid for grid in grids if wanted and wanted in _folded(grid)]
            if len(found) != 1:
                named = "; ".join(found or grids) or "none"
                what = f"could be {len(found)} grids" if found else "is no grid of this survey; it has"
                raise UnknownNameError(f"{words!r} {what}: {named}")
            return self.of_grid(found[0])
        try:
            return (self.find(words),)
        except UnknownNameError:
            if not found:
                raise
            return self.of_grid(found[0])

    def of_grid(self, name: str) -> tuple[Question, ...]:
        """The questions of a grid, in their order; none where no grid has this name."""
        return tuple(question for question in self.questions if name and question.grid == name)

    def population(self, n: float) -> int | None:
        """How many people could have replied, where that is known, and n of them can have."""
        return self.invited if self.invited and self.invited >= n else None

    def with_role(self, role: Role) -> Question | None:
        """The first question that has this role."""
        return next((question for question in self.questions if question.role is role), None)

    @property
    def weight(self) -> Question | None:
        """The weight that the survey offers."""
        return self.with_role(Role.WEIGHT)

    def weighting(self, name: str) -> Weighting | None:
        """The raked weight of exactly this name; None where there is none."""
        return next((one for one in self.weightings if one.name == name), None)

    def weight_label(self, name: str) -> str:
        """What a weight is called on a screen, be it raked or a column."""
        raked = self.weighting(name)
        return raked.label if raked else self[name].label

    def find_weight(self, words: str) -> str:
        """The name of the weight a person means: a raked one by its name or title, or a question that holds numbers.

        Raises:
            ToplineError: when there is none, or it holds no numbers; the message lists the nearest.
        """
        wanted = _folded(words)
        raked = [one for one in self.weightings if words == one.name] or [
            one for one in self.weightings if wanted in (_folded(one.name), _folded(one.title))
        ]
        if raked:
            return raked[0].name
        try:
            question = self.find(words)
        except UnknownNameError:
            weights = [said for one in self.weightings for said in (one.name, one.title) if said]
            numbers = [one.name for one in self if one.kind is Kind.NUMERIC]
            hint = did_you_mean(words, weights) or did_you_mean(words, numbers)
            raise UnknownNameError(f"no weight {words!r}{hint or '; it is a question that holds numbers'}") from None
        if question.kind is not Kind.NUMERIC:
            raise ToplineError(f"{question.name} cannot be a weight: it is {question.kind}, not numeric")
        return question.name

    def ranking(self, name: str) -> tuple[Question, ...]:
        """The items that were ranked together with a question, in order; none where it is no item of a ranking."""
        question, kinds = self[name], (Kind.SINGLE, Kind.SCALE)
        if not (question.ranks and question.grid and question.kind in kinds):
            return ()
        return tuple(one for one in self.questions if one.ranks and one.grid == question.grid and one.kind in kinds)

    def ranking_called(self, words: str) -> Question | None:
        """The first item of the ranking that is called so; None where none is, or a question has that very name."""
        wanted = _folded(words)
        if words in self._by_name:
            return None
        return next((one for one in self.questions if _folded(one.grid) == wanted and self.ranking(one.name)), None)

    @property
    def verbatims(self) -> tuple[Question, ...]:
        """The open-ended questions that hold people's own words: coded ones first, and last those that few answered,
        such as what "Other, please specify" was.
        """
        found = [question for question in self.questions if question.kind is Kind.OPEN and question.role is None]
        most = max((question.answered or 0 for question in found), default=0)

        def stands(question: Question) -> tuple[bool, bool]:
            few = question.answered is not None and question.answered < FEW_WROTE * most
            return not question.is_coded, few

        return tuple(sorted(found, key=stands))

    @property
    def replied(self) -> Condition | None:
        """Who replied to the survey, in full or in part; None when every row is a reply."""
        if self.response is None:
            return None
        return chose(self[self.response.status], *self.response.replied, *self.response.partial)

    def base_of(self, name: str) -> Condition | None:
        """Who was asked a question, or None when everyone was.

        Raises:
            ExpressionError: when the base in the survey file cannot be read.
        """
        if name not in self._bases:
            from topline.survey.expression import read_expression

            base = self[name].base
            self._bases[name] = read_expression(base, self) if base else None
        return self._bases[name]

    def base_words(self, condition: Condition) -> str | None:
        """How the survey calls the people of a condition, when it is some question's base."""
        for question in self.questions:
            if question.base_text and self.base_of(question.name) == condition:
                return question.base_text
        return None

    def query(self, name: str) -> CannedQuery:
        """The canned query a person means: by its key, its title or an unambiguous part of that.

        Raises:
            UnknownNameError: when no query fits, or several do.
        """
        wanted = _folded(name)
        found = [query for query in self.queries if wanted in (_folded(query.key), _folded(query.title))]
        found = found or [query for query in self.queries if wanted and wanted in _folded(query.title)]
        if len(found) == 1:
            return found[0]
        if not self.queries:
            raise UnknownNameError(
                f"no canned query {name!r}: this survey has none; add a [[query]] to its survey file"
            )
        titles = [f"{query.key} {query.title}".strip() for query in found or self.queries]
        what = "could be" if found else "is no canned query of this survey; it has"
        raise UnknownNameError(f"{name!r} {what}: {'; '.join(titles[:9])}")

    def _unknown(self, words: str) -> UnknownNameError:
        known = {question.name: question.name for question in self.questions}
        for question in self.questions:
            for said in (question.text, question.label):
                known.setdefault(said, question.name)
        close = list(dict.fromkeys(known[said] for said in nearest(words, known, limit=5)))[:3]
        hint = f"; nearest: {', '.join(close)}" if close else did_you_mean(words, known)
        return UnknownNameError(f"no question {words!r}{hint or '; `topline list FILE` shows them all'}")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _fits(wanted: str, text: str, exact: bool) -> bool:
    return wanted == _folded(text) if exact else bool(wanted) and wanted in _folded(text)


def _name(question: Question) -> tuple[str, ...]:
    return (question.name,)


def _text(question: Question) -> tuple[str, ...]:
    return (question.text,)


def _label(question: Question) -> tuple[str, ...]:
    return (question.label,)


def _headers(question: Question) -> tuple[str, ...]:
    return question.headers
