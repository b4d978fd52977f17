"""A survey as the text of a survey file: what `topline init` writes for a person to correct."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from topline.readers.sanitise import sanitise
from topline.survey import (
    CannedQuery,
    Guidance,
    Kind,
    Option,
    Question,
    Role,
    Survey,
    Target,
    Weighting,
    as_said,
    guide_said,
    net_key,
    rules_said,
    scored,
)

if TYPE_CHECKING:
    from tomlkit.items import Table
    from tomlkit.toml_document import TOMLDocument

MOST_OPTIONS = 60
"""Options of a question that are worth listing for a person."""
MOST_HEADERS = 12
"""Columns of a question that a remark names."""
_ROLE_KEYS = (("id", Role.ID), ("weight", Role.WEIGHT), ("sent", Role.SENT), ("replied", Role.REPLIED))


def survey_file_text(survey: Survey, *, most_options: int | None = MOST_OPTIONS) -> str:
    """The survey file that says of this survey what can be said, each kind with the rule that decided it.

    Reading it back and applying it gives an equal survey, save that rules then say where they were stated.

    Args:
        survey: The survey, as inferred or as stated before.
        most_options: Questions with more options than this leave them to the replies; None lists all.
    """
    import tomlkit

    document = tomlkit.document()
    document.add("title", tomlkit.item(survey.title))
    if survey.note:
        document.add("note", tomlkit.item(survey.note))
    if survey.invited is not None:
        document.add("invited", tomlkit.item(survey.invited))
    if survey.min_base:
        document.add("min_base", tomlkit.item(survey.min_base))
    if survey.codes_folder:
        document.add("codes_folder", tomlkit.item(survey.codes_folder))
    _add_roles(document, survey)
    if survey.response:
        document.add("response", _response(survey))
    questions = tomlkit.table(is_super_table=True)
    for question in survey.questions:
        questions.add(question.name, _question(question, most_options))
    if survey.questions:
        document.add("question", questions)
    if survey.weightings:
        weightings = tomlkit.table(is_super_table=True)
        for weighting in survey.weightings:
            weightings.add(weighting.name, _weighting(weighting, survey))
        document.add("weighting", weightings)
    stated = [query for query in survey.queries if not query.source]
    if stated:
        queries = tomlkit.aot()
        for query in stated:
            queries.append(_query(query))
        document.add("query", queries)
    return tomlkit.dumps(document)


def _add_roles(document: TOMLDocument, survey: Survey) -> None:
    """The columns that have roles; a role that several claim stays with all of them, and is not stated."""
    import tomlkit

    for key, role in _ROLE_KEYS:
        names = [question.name for question in survey.questions if question.role is role]
        if len(names) == 1:
            document.add(key, tomlkit.item(names[0]))
            document[key].comment(_remark(survey[names[0]].rule))
    personal = [question.name for question in survey.questions if question.role is Role.PERSONAL]
    if personal:
        document.add("personal", tomlkit.item(personal))


def _response(survey: Survey) -> Table:
    import tomlkit

    response = survey.response
    assert response is not None
    table = tomlkit.table()
    table.add("status", response.status)
    for key in ("bounced", "delivered", "partial", "replied"):
        if codes := getattr(response, key):
            table.add(key, list(codes))
    if response.steps:
        steps = tomlkit.table()
        for words, expression in response.steps:
            steps.add(words, expression)
        table.add("steps", steps)
    return table


def _question(question: Question, most_options: int | None) -> Table:
    import tomlkit

    table = tomlkit.table()
    table.add("text", question.text)
    if question.label != question.text:
        table.add("label", question.label)
    if question.column != question.name:
        table.add("column", question.column)
    kind = tomlkit.item(question.kind.value)
    table.add("kind", kind)
    if question.rule:
        kind.comment(_remark(question.rule))
    if len(question.headers) > 1:
        named = ", ".join(map(repr, question.headers[:MOST_HEADERS]))
        more = " ..." if len(question.headers) > MOST_HEADERS else ""
        table.add(tomlkit.comment(_remark(f"put together from {len(question.headers)} columns: {named}{more}")))
    for key in ("grid", "ranks", "unit", "base", "base_text", "codes", "separator"):
        if said := getattr(question, key):
            table.add(key, said)
    codeframe = _codeframe(question) if question.kind is Kind.OPEN else None
    if codeframe:
        table.add("codeframe", _dotted(codeframe))
    elif question.options and (most_options is None or len(question.options) <= most_options):
        table.add("options", _options(question.options))
    listed = codeframe or "options" in table
    apart = {option.code: option.missing.value for option in question.options if option.missing}
    if apart and listed:
        table.add("missing", _nested(apart))
    if scores := _scores(question):
        table.add("scores", _nested(scores))
    if question.bands:
        table.add("bands", as_said(question.bands))
    if question.nets and not codeframe:
        table.add("nets", _nested({net.label: list(net.codes) for net in question.nets}))
    if question.rules:
        table.add("rules", _dotted(rules_said(question.rules, question)))
    if question.guide:
        table.add("guide", guide_table(question.guide))
    return table


def _options(options: tuple[Option, ...]) -> Any:
    """A list where labels are what is stored, else a table of codes and labels."""
    if any(option.code != option.label for option in options):
        return _nested({option.code: option.label for option in options})
    import tomlkit

    array = tomlkit.array()
    array.extend(option.code for option in options)
    return array.multiline(len(options) > 3)


def _scores(question: Question) -> dict[str, float]:
    """Scores that would not come out the same by themselves."""
    if question.kind is not Kind.SCALE:
        return {}
    bare = tuple(Option(option.code, option.label, option.missing) for option in question.options)
    if scored(bare) == question.options:
        return {}
    return {option.code: option.score for option in question.options if option.score is not None}


def _codeframe(question: Question) -> dict[str, Any] | None:
    """Options under their nets, where every net is named as its key would be; None where they cannot be told so."""
    nested: dict[str, Any] = {}
    by_code = {code: net for net in question.nets for code in net.codes}
    if sum(len(net.codes) for net in question.nets) != len(by_code) or question.missing:
        return None
    for option in question.options:
        net = by_code.get(option.code)
        if net is None:
            nested[option.code] = option.label
            continue
        key = net_key(net)
        if key.replace("_", " ").capitalize() != net.label or (key in nested and not isinstance(nested[key], dict)):
            return None
        nested.setdefault(key, {})[option.code] = option.label
    told = [(key, tuple(value)) for key, value in nested.items() if isinstance(value, dict)]
    in_order = [code for key, value in nested.items() for code in (value if isinstance(value, dict) else (key,))]
    same_nets = [codes for _, codes in told] == [net.codes for net in question.nets]
    return nested if same_nets and in_order == [option.code for option in question.options] else None


def guide_table(guide: Iterable[Guidance]) -> Table:
    """What belongs under codes as the table `guide` of their question, a line a code."""
    import tomlkit

    table = tomlkit.table()
    for code, told in guide_said(guide).items():
        line = tomlkit.inline_table()
        if isinstance(told, dict):
            line.update(told)
        table.add(code, line if isinstance(told, dict) else told)
    return table


def _nested(said: dict[str, Any]) -> Table:
    import tomlkit

    table = tomlkit.table()
    for key, value in said.items():
        table.add(key, _nested(value) if isinstance(value, dict) else value)
    return table


def _dotted(said: dict[str, Any]) -> Table:
    """A table whose inner tables are written as dotted keys: these keep their place among plain ones."""
    import tomlkit

    table = tomlkit.table()
    for key, value in said.items():
        if isinstance(value, dict):
            for inner, label in value.items():
                table.add(tomlkit.key([key, inner]), label)
        else:
            table.add(key, value)
    return table


def weighting_said(weighting: Weighting, survey: Survey) -> dict[str, Any]:
    """A raked weight as the keys of its table; answers by their labels, where each has one of its own."""
    said: dict[str, Any] = {"title": weighting.title, "base": weighting.base, "cap": _share(weighting.cap or 0.0)}
    return {key: value for key, value in said.items() if value} | {
        "targets": {target.question: _shares(survey[target.question], target) for target in weighting.targets}
    }


def _shares(question: Question, target: Target) -> dict[str, float]:
    """The share of each answer by its label, or by its code where that label means another one."""
    meant = {option.label: option.code for option in question.choices} | {o.code: o.code for o in question.choices}
    label = {option.code: option.label for option in question.choices if meant[option.label] == option.code}
    return {label.get(code, code): _share(share) for code, share in target.shares}


def _share(share: float) -> float | int:
    return int(share) if share.is_integer() else share


def _weighting(weighting: Weighting, survey: Survey) -> Table:
    import tomlkit

    table = tomlkit.table()
    said = weighting_said(weighting, survey)
    for key, value in said.items():
        if key != "targets":
            table.add(key, value)
    targets = tomlkit.table(is_super_table=True)
    for question, shares in said["targets"].items():
        targets.add(question, _nested(shares))
    table.add("targets", targets)
    return table


def _query(query: CannedQuery) -> Table:
    import tomlkit

    table = tomlkit.table()
    table.add("title", query.title)
    if key := query.key or query.clash:
        table.add("key", key)
    if query.view:
        table.add("view", query.view)
    if query.rows:
        table.add("rows", [query.rows, *query.stub] if query.stub else query.rows)
    if query.columns:
        table.add("columns", list(query.columns))
    for key in ("where", "against", "search", "weight", "base", "sort", "percent", "test", "chart"):
        if said := getattr(query, key):
            table.add(key, said)
    for key in ("levels", "fields"):
        if said := getattr(query, key):
            table.add(key, list(said))
    if not query.zeros:
        table.add("zeros", False)
    if query.bands:
        table.add("bands", list(query.bands))
    if query.nets:
        table.add("nets", _nested({label: list(answers) for label, answers in query.nets}))
    if query.transposed:
        table.add("transposed", True)
    if query.sql:
        table.add("sql", text_item(query.sql))
    if query.parameters:
        parameters = {p.name: {k: v for k in ("choices", "default") if (v := getattr(p, k))} for p in query.parameters}
        table.add("parameters", _nested(parameters))
    return table


def text_item(text: str) -> Any:
    """A text as it is written: one of several lines as it is, where it reads back so between three quotes."""
    import tomlkit

    needs_escapes = "\\" in text or '"""' in text or text.endswith('"') or not text.replace("\n", "").isprintable()
    if "\n" in text and not needs_escapes:
        return tomlkit.value(f'"""\n{text}"""')
    return tomlkit.item(text)


def _remark(rule: str) -> str:
    """A rule as a TOML comment, which ends at the line's end."""
    return sanitise(rule, one_line=True, limit=300)
