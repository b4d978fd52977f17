"""The survey file: NAME.topline.toml beside the replies, or the `topline` key of a parquet file's metadata.

It says what inference could not or got wrong. Every key is optional, unknown ones are refused.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from topline.survey.bands import bands_said, check_numeric
from topline.survey.coding_guide import guide_of
from topline.survey.coding_rules import RuleError, rules_of
from topline.survey.errors import SurveyFileError, ToplineError, did_you_mean
from topline.survey.privacy import LEAST_FLOOR, floor_fault
from topline.survey.query import overlaid
from topline.survey.query_file import check_queries, queries_of
from topline.survey.question import Band, Guidance, Kind, MissingKind, Net, Option, Question, Role, Rule
from topline.survey.scores import scored
from topline.survey.survey import Response, Survey
from topline.survey.toml_file import Known, Parts, TomlFile
from topline.survey.weighting_file import check_weightings, weightings_of

SURVEY_KEYS: dict[str, type] = {
    "title": str,
    "note": str,
    "sheet": str,
    "invited": int,
    "min_base": int,
    "id": str,
    "weight": str,
    "sent": str,
    "replied": str,
    "personal": list,
    "codes_folder": str,
    "response": dict,
    "question": dict,
    "weighting": dict,
    "query": list,
}
ROLE_KEYS = {"id": Role.ID, "weight": Role.WEIGHT, "sent": Role.SENT, "replied": Role.REPLIED}
TOGETHER = (Kind.MULTI, Kind.SINGLE)
"""What columns can be that are put together."""
RESPONSE_KEYS: dict[str, type] = {
    "status": str,
    "bounced": list,
    "delivered": list,
    "partial": list,
    "replied": list,
    "steps": dict,
}
QUESTION_KEYS: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "label": str,
    "kind": str,
    "column": str,
    "options": (list, dict),
    "missing": dict,
    "scores": dict,
    "nets": dict,
    "bands": (list, dict),
    "grid": str,
    "ranks": bool,
    "unit": str,
    "base": str,
    "base_text": str,
    "codes": str,
    "codeframe": dict,
    "rules": dict,
    "guide": dict,
    "separator": str,
    "columns": list,
    "apart": bool,
}
JOINING = (",", ";", "|", "\n")
"""What may stand between several answers in a cell, and within one as well."""
OF_REPLIES = ("kind", "separator", "columns", "apart")
"""Keys of a question that decide how its replies are read."""
PART_KEYS: Parts = {
    "personal": (str, "names of questions"),
    "columns": (str, "headers of columns"),
    "steps": (str, "filter expressions"),
    "options": ((str, int, float), "texts or numbers"),
    "codeframe": (str, "labels"),
    "scores": ((int, float), "numbers"),
    "nets": (list, "lists of options"),
    "bounced": ((str, int), "answers"),
    "delivered": ((str, int), "answers"),
    "partial": ((str, int), "answers"),
    "replied": ((str, int), "answers"),
}
"""What may stand inside a list or a table."""


@dataclass(frozen=True, slots=True)
class SurveyFile(TomlFile):
    """What a survey file says, checked for its shape but not yet against the replies."""

    FAULT = SurveyFileError

    @property
    def questions(self) -> Mapping[str, Mapping[str, Any]]:
        """What is said of each question, by its name."""
        said: Mapping[str, Mapping[str, Any]] = self.content.get("question", {})
        return said

    @property
    def of_replies(self) -> SurveyFile:
        """What it says that decides how replies are read, and nothing else.

        Reading gets no more to see than this, so that whatever else is said of the survey needs no other reading:
        texts, order, labels, what is set apart, nets and roles are laid over what was read.
        """
        questions = {}
        of_codes: dict[str, Mapping[str, Any]] = {
            str(said["codes"]): {} for said in self.questions.values() if "codes" in said
        }
        for name, said in (of_codes | dict(self.questions)).items():
            told = {key: said[key] for key in OF_REPLIES if key in said}
            if name in of_codes or ("separator" in told and "kind" not in told):
                told["kind"] = Kind.MULTI.value  # as many as it takes, also where no reply has two
            options = sorted(map(str, said.get("options", ())))
            may_split = said.get("kind") is None and any(mark in option for option in options for mark in JOINING)
            if options and (may_split or said.get("kind") == Kind.MULTI):
                # Cells that join several answers are split into these; in which order they are offered is no matter.
                told["options"] = options
            if told:
                questions[name] = told
        sheet = {"sheet": self.content["sheet"]} if "sheet" in self.content else {}
        return replace(self, content=sheet | ({"question": questions} if questions else {}))

    @property
    def key(self) -> str:
        """Everything that it says, as one text: another text says something else."""
        return json.dumps(self.content, default=str) if self.content else ""

    def applied(self, survey: Survey) -> Survey:
        """The survey with everything that this file says about it.

        Raises:
            SurveyFileError: when it speaks of a question or answer that the replies do not have.
        """
        questions = {question.name: question for question in survey.questions}
        for name, said in self.questions.items():
            if name not in questions and said.get("apart"):
                continue  # its columns are questions of their own
            if name not in questions:
                raise self._unknown(name, ("question", name), questions)
            questions[name] = self._question(questions[name], said)
        for key, role in ROLE_KEYS.items():
            if key in self.content:
                self._assign(questions, key, [name for name in (self.content[key],) if name], role)
        if "personal" in self.content:
            self._assign(questions, "personal", self.content["personal"], Role.PERSONAL)
        response = self._response(questions) or survey.response
        if response:
            questions[response.status] = replace(questions[response.status], role=Role.STATUS)
        coded = {question.codes: question for question in questions.values() if question.codes}
        for column, question in coded.items():
            if column not in questions:
                raise self._unknown(column, ("question", question.name, "codes"), questions)
            if column == question.name:
                what = f"{column} cannot hold its own codes: they stand in a column beside the words"
                raise self.fault(("question", question.name, "codes"), what)
            positions = question.positions + questions[column].positions
            headers = question.headers + questions[column].headers
            labelled = [option for option in questions[column].choices if option.label != option.code]
            options = question.options if question.choices or not labelled else questions[column].options
            questions[question.name] = replace(question, positions=positions, headers=headers, options=options)
        kept = tuple(question for question in questions.values() if question.name not in coded)
        stated = weightings_of(self, {question.name: question for question in kept})
        others = {one.name for one in stated}
        return replace(
            survey,
            title=self.content.get("title", survey.title),
            note=self.content.get("note", survey.note),
            invited=self.content.get("invited", survey.invited),
            min_base=max(self.content.get("min_base", 0), survey.min_base),
            codes_folder=self.content.get("codes_folder", survey.codes_folder),
            questions=kept,
            response=response,
            weightings=(*(one for one in survey.weightings if one.name not in others), *stated),
            queries=overlaid(survey.queries, queries_of(self)),
        )

    def _unknown(self, name: str, place: tuple[str, ...], known: Iterable[str]) -> ToplineError:
        return self.fault(place, f"the replies have no column {name!r}{did_you_mean(name, known)}")

    def _assign(self, questions: dict[str, Question], key: str, names: Sequence[str], role: Role) -> None:
        """Let these questions have a role, and no others."""
        for name, question in questions.items():
            if question.role is role and name not in names:
                questions[name] = replace(question, role=None)
        for name in names:
            if name not in questions:
                raise self._unknown(name, (key,), questions)
            questions[name] = replace(questions[name], role=role, rule=f"stated as {role} in the survey file")
            if role is Role.PERSONAL:
                # Its answers are names of people, and no options to be counted and shown.
                questions[name] = replace(questions[name], kind=Kind.OPEN, options=(), nets=(), bands=())

    def _question(self, question: Question, said: Mapping[str, Any]) -> Question:
        place = ("question", question.name)
        plain = {
            key: said[key] for key in ("text", "label", "column", "grid", "unit", "base", "base_text") if key in said
        }
        plain |= {key: said[key] for key in ("codes", "separator", "ranks") if key in said}
        if "kind" in said:
            plain |= {"kind": Kind(said["kind"]), "rule": "stated in the survey file"}
            if question.role in (Role.ID, Role.WEIGHT) and question.kind is not plain["kind"]:
                plain["role"] = None
        told = replace(question, **plain)
        options, nets = told.options, told.nets
        if "options" in said:
            given = said["options"]
            pairs = given.items() if isinstance(given, dict) else ((text, text) for text in given)
            apart = tuple(option for option in told.options if option.missing)
            named_options = tuple(Option(str(code), str(label)) for code, label in pairs)
            if double := _first_double(option.code for option in named_options):
                raise self.fault((*place, "options"), f"the option {double!r} stands twice; codes are unique")
            options = named_options + tuple(o for o in apart if o.code not in {n.code for n in named_options})
        if "codeframe" in said:
            options, nets = self._codeframe(said["codeframe"], (*place, "codeframe"))
        for code, kind in said.get("missing", {}).items():
            if kind not in tuple(MissingKind):
                kinds = ", ".join(MissingKind)
                raise self.fault((*place, "missing", code), f"{kind!r} is no kind of missing; one of: {kinds}")
            stated = next((o for o in options if code in (o.code, o.label)), Option(code, code))
            options = (*(o for o in options if o != stated), replace(stated, missing=MissingKind(kind)))
        for code, score in said.get("scores", {}).items():
            self._known_code(
                code, options, f"a score is given to {code!r}, which is no option", (*place, "scores", code)
            )
            options = tuple(replace(o, score=float(score)) if code in (o.code, o.label) else o for o in options)
        if told.kind is Kind.SCALE:
            options = scored(options)
        if "nets" in said:
            nets = tuple(self._net(label, codes, options, (*place, "nets")) for label, codes in said["nets"].items())
        bands = self._bands(told, said, (*place, "bands"))
        framed = replace(told, options=options, nets=nets)
        rules, guide = self._rules(framed, said, (*place, "rules")), self._guide(framed, said, (*place, "guide"))
        if told.kind is not Kind.OPEN:
            self._check_codes(told, options, place)
        # Those who gave an answer were counted without what is set apart only here.
        apart_before = {option.code for option in question.options if option.missing}
        is_counted = apart_before == {option.code for option in options if option.missing}
        answered = told.answered if is_counted else None
        return replace(framed, bands=bands, rules=rules, guide=guide, answered=answered)

    def _bands(self, question: Question, said: Mapping[str, Any], place: tuple[str, ...]) -> tuple[Band, ...]:
        """The bands of a question that holds numbers; another kind has none."""
        if "bands" not in said or (not said["bands"] and question.kind is not Kind.NUMERIC):
            return question.bands if question.kind is Kind.NUMERIC else ()
        try:
            check_numeric(question)
            return bands_said(said["bands"])
        except ToplineError as error:
            raise self.fault(place, str(error)) from None

    def _rules(self, question: Question, said: Mapping[str, Any], place: tuple[str, ...]) -> tuple[Rule, ...]:
        """The rules of a verbatim; another kind has none."""
        if question.kind is not Kind.OPEN and said.get("rules"):
            raise self.fault(place, f"rules suggest codes for an open question, and {question.name} is none")
        if question.kind is not Kind.OPEN or "rules" not in said:
            return question.rules if question.kind is Kind.OPEN else ()
        try:
            return rules_of(said["rules"], question)
        except RuleError as error:
            raise self.fault((*place, *error.keys), str(error)) from None

    def _guide(self, question: Question, said: Mapping[str, Any], place: tuple[str, ...]) -> tuple[Guidance, ...]:
        """What belongs under the codes of a verbatim; another kind has none."""
        if question.kind is not Kind.OPEN and said.get("guide"):
            raise self.fault(place, f"a guide tells codes of an open question, and {question.name} is none")
        if question.kind is not Kind.OPEN or "guide" not in said:
            return question.guide if question.kind is Kind.OPEN else ()
        return guide_of(said["guide"], question, lambda keys, what: self.fault((*place, *keys), what))

    def _check_codes(self, question: Question, options: tuple[Option, ...], place: tuple[str, ...]) -> None:
        for option in options:
            try:
                question.stored(option.code)
            except ValueError:
                what = f"{option.code!r} cannot be an answer: the column holds {question.storage} values"
                raise self.fault((*place, "options"), what) from None

    def _codeframe(self, said: Mapping[str, Any], place: tuple[str, ...]) -> tuple[tuple[Option, ...], tuple[Net, ...]]:
        options: list[Option] = []
        nets: list[Net] = []
        for key, value in said.items():
            if isinstance(value, dict):
                options += [Option(code, str(label)) for code, label in value.items()]
                nets.append(Net(key.replace("_", " ").capitalize(), tuple(value)))
            else:
                options.append(Option(key, str(value)))
        if double := _first_double(option.code for option in options):
            raise self.fault(place, f"the code {double!r} stands twice in the codeframe; codes are unique")
        return tuple(options), tuple(nets)

    def _net(self, label: str, codes: list[str], options: tuple[Option, ...], place: tuple[str, ...]) -> Net:
        what = f"the net {label!r} names no option"
        return Net(label, tuple(self._known_code(code, options, f"{what} {code!r}", (*place, label)) for code in codes))

    def _known_code(self, said: object, options: tuple[Option, ...], what: str, place: tuple[str, ...]) -> str:
        """The code of the option that is meant by its code or its label."""
        known = {option.label: option.code for option in options} | {option.code: option.code for option in options}
        if str(said) not in known:
            raise self.fault(place, f"{what}{did_you_mean(str(said), known)}")
        return known[str(said)]

    def _response(self, questions: Mapping[str, Question]) -> Response | None:
        said = self.content.get("response")
        if said is None:
            return None
        status = said.get("status", "")
        if status not in questions:
            raise self._unknown(status, ("response", "status"), questions)
        dispositions = {
            key: tuple(map(str, said.get(key, ()))) for key in ("bounced", "delivered", "partial", "replied")
        }
        return Response(status, **dispositions, steps=tuple(said.get("steps", {}).items()))


def read_survey_file(text: str, path: str) -> SurveyFile:
    """Read a survey file's text and check its shape.

    Raises:
        SurveyFileError: when it is no TOML, or has a key that is unknown or of the wrong type; the message
            names the file, the line and the nearest known key.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SurveyFileError(f"{path}: not a readable survey file: {error}") from None
    told = SurveyFile(path, text, content)
    _check(told, (), content, SURVEY_KEYS)
    if content.get("invited", 1) < 1:
        raise told.fault(("invited",), f"invited must be the number of people asked, not {content['invited']}")
    if content.get("min_base", LEAST_FLOOR) < LEAST_FLOOR:
        raise told.fault(("min_base",), floor_fault(content["min_base"]))
    _check(told, ("response",), content.get("response", {}), RESPONSE_KEYS)
    for name, said in content.get("question", {}).items():
        if not isinstance(said, dict):
            raise told.fault(("question", name), f"[question.{name}] must be a table")
        _check(told, ("question", name), said, QUESTION_KEYS)
        if "kind" in said and said["kind"] not in tuple(Kind):
            what = f"{said['kind']!r} is no kind of question; one of: {', '.join(Kind)}"
            raise told.fault(("question", name, "kind"), what)
    _check_sets(told)
    check_weightings(told)
    check_queries(told)
    return told


def _check_sets(told: SurveyFile) -> None:
    """Check what is said of which columns are one question, and which are none."""
    taken: dict[str, str] = {}
    for name, said in told.questions.items():
        place = ("question", name, "columns")
        if "columns" not in said:
            continue
        if said.get("apart"):
            raise told.fault((*place[:2], "apart"), "columns are either put together or taken apart; leave one out")
        if said.get("kind", Kind.MULTI) not in TOGETHER:
            kinds = " or ".join(TOGETHER)
            raise told.fault(place, f"columns that are put together are {kinds}, and no {said['kind']} question")
        if len(said["columns"]) < 2:
            raise told.fault(place, "columns must name at least two columns, by their headers")
        for header in said["columns"]:
            if header in taken:
                other = "twice" if taken[header] == name else f"in [question.{taken[header]}] already"
                raise told.fault(place, f"the column {header!r} stands {other}; a column is of one question")
            taken[header] = name


def _check(told: SurveyFile, place: tuple[str, ...], said: Any, known: Known) -> None:
    told.check(place, said, known)
    told.check_parts(place, said, PART_KEYS)


def _first_double(codes: Iterable[str]) -> str | None:
    return next((code for code, times in Counter(codes).items() if times > 1), None)
