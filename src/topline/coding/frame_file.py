"""A codeframe as a file of its own: rows of a table, the TOML of a survey file, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from topline.coding.bench import Bench
from topline.coding.code_table import read_cells
from topline.coding.codeframe import Codeframe
from topline.coding.errors import CodingError
from topline.coding.events import CodeAdded, CodeDefined, CodeMoved, CodeRenamed, Event, NetAdded
from topline.survey import Guidance, Net, Question, guide_of, net_key
from topline.survey.errors import did_you_mean

HEADINGS = ("net", "id", "label", "key", "definition", "examples", "count")
WITHIN = " / "
"""Between the nets that a code stands in, the outermost first."""
BETWEEN = " | "
"""Between examples."""
LARGEST = 4 << 20
"""Bytes of a TOML file."""


@dataclass(frozen=True, slots=True)
class Line:
    """A code as a file says it; without an id and a label only its net."""

    nets: tuple[str, ...] = ()
    """Labels, the outermost first."""
    id: str = ""
    label: str = ""
    letter: str = ""
    definition: str = ""
    examples: tuple[str, ...] = ()


def frame_rows(frame: Codeframe, counts: Mapping[str, int]) -> Iterator[tuple[str | int | None, ...]]:
    """A codeframe as rows under `HEADINGS`, in the order in which it is shown; nets without codes have a row too."""
    around: list[str] = []
    for line in frame.laid_out():
        del around[line.depth :]
        if line.heading:
            around.append(line.heading.label)
            if not frame.codes_in(line.heading.id):
                yield WITHIN.join(around), "", "", "", "", "", None
        if code := line.code:
            examples = BETWEEN.join(code.examples)
            net = WITHIN.join(around)
            yield net, code.id, code.label, code.letter, code.definition, examples, counts.get(code.id, 0)


def frame_toml(bench: Bench) -> str:
    """A codeframe as a survey file takes it below the question, with the guide to its codes."""
    import tomlkit

    from topline.readers.survey_text import guide_table

    frame, question = bench.state.codeframe, bench.question
    document = tomlkit.document()
    table = tomlkit.table()
    nets = {net.id: net for net in frame.nets}
    told = tomlkit.table()
    plain = all(net_key_of(net.label) is not None and not net.within for net in nets.values()) and not frame.aside
    lines = [line.code for line in frame.laid_out() if line.code]
    taken = {net_key_of(net.label) for net in nets.values()}
    plain = plain and not any(code.id in taken for code in lines) and len(taken) == len(nets)
    for code in lines:
        if plain and code.net:
            key = net_key_of(nets[code.net].label) or ""
            told.add(tomlkit.key([key, code.id]), code.label)
        else:
            told.add(code.id, code.label)
    if question.codes:
        table.add("codes", question.codes)
    table.add("codeframe", told)
    if not plain:
        stated = frame.question(question)
        groups = tomlkit.table()
        for one in stated.nets:
            groups.add(one.label, list(one.codes))
        if stated.nets:
            table.add("nets", groups)
    guide = [Guidance(code.id, code.definition, code.examples, code.letter) for code in lines]
    if table_of_guide := guide_table(guide):
        table.add("guide", table_of_guide)
    questions = tomlkit.table(is_super_table=True)
    questions.add(question.name, table)
    document.add("question", questions)
    return tomlkit.dumps(document)


def net_key_of(label: str) -> str | None:
    """The key by which a survey file names a net of this label; None where it cannot."""
    key = net_key(Net(label, ()))
    return key if key and key.replace("_", " ").capitalize() == label else None


def read_frame(path: Path, question: Question) -> tuple[Line, ...]:
    """The codeframe that a file says: a table as `frame_rows` gives it, or TOML as a survey file has it.

    Raises:
        ToplineError: when it cannot be read, or says none.
    """
    lines = _from_toml(path, question) if path.suffix.casefold() == ".toml" else _from_table(path)
    seen: set[str] = set()
    for line in lines:
        if line.id and line.id in seen:
            raise CodingError(f"{path}: the code {line.id!r} stands twice; codes are unique")
        seen.add(line.id)
    if not lines:
        raise CodingError(f"{path} holds no codes")
    return lines


def _from_table(path: Path) -> tuple[Line, ...]:
    cells = read_cells(path)
    at = {heading.casefold(): place for place, heading in enumerate(cells.headings)}
    at.setdefault("label", at.get("code", at.get("codes", -1)))
    if at["label"] < 0:
        listed = ", ".join(map(repr, cells.headings[:12]))
        raise CodingError(f"{cells.file} has no column 'label' that names the codes; there is: {listed}")

    def cell(line: tuple[str, ...], name: str) -> str:
        return line[at[name]] if at.get(name, -1) >= 0 else ""

    lines = []
    for _, line in cells.lines:
        nets = tuple(part.strip() for part in cell(line, "net").split(WITHIN) if part.strip())
        examples = tuple(part.strip() for part in cell(line, "examples").split(BETWEEN.strip()) if part.strip())
        label = cell(line, "label") or cell(line, "id")
        if label or nets:
            lines.append(Line(nets, cell(line, "id"), label, cell(line, "key")[:1], cell(line, "definition"), examples))
    return tuple(lines)


def _from_toml(path: Path, question: Question) -> tuple[Line, ...]:
    import tomllib

    try:
        with path.open("rb") as file:
            said = tomllib.loads(file.read(LARGEST).decode())
    except OSError as error:
        raise CodingError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CodingError(f"{path} is no TOML: {error}") from None
    frame, nets, guide = _frame_in(said, question, path)
    own_nets = tuple(Net(key, tuple(value)) for key, value in frame.items() if isinstance(value, dict))
    bare = replace(question, options=(), nets=own_nets)
    told_of = {one.code: one for one in guide_of(guide, bare, lambda keys, what: _fault(path, keys, what))}

    def line(around: tuple[str, ...], code: str, label: object, key: str) -> Line:
        told = told_of.pop(code, Guidance(code))
        return Line(around, code, _text(label, key, path), told.key, told.definition, told.examples)

    lines = []
    for key, value in frame.items():
        if isinstance(value, dict):
            label = key.replace("_", " ").capitalize()
            lines += [line((label,), code, told, f"{key}.{code}") for code, told in value.items()]
        else:
            around = [label for label, codes in nets.items() if isinstance(codes, list) and key in codes]
            around.sort(key=lambda label: -len(nets[label]))
            lines.append(line(tuple(around), key, value, key))
    if told_of:
        raise _fault(path, (), f"{next(iter(told_of))!r} is no code of the codeframe")
    return tuple(lines)


def _fault(path: Path, keys: tuple[str, ...], what: str) -> CodingError:
    return CodingError(f"{path}, {'.'.join(('guide', *keys))}: {what}"[:300])


def _text(said: object, key: str, path: Path) -> str:
    if not isinstance(said, str):
        raise CodingError(f"{path}: a code needs its label as a text, and {key} is {said!r}"[:300])
    return said


def _frame_in(
    said: dict[str, Any], question: Question, path: Path
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The codeframe of a question in a survey file, or the one that the file holds, nets that stand apart, guide."""
    of = said.get("question")
    if isinstance(of, dict):
        framed = {
            name: one for name, one in of.items() if isinstance(one, dict) and isinstance(one.get("codeframe"), dict)
        }
        one = framed.get(question.name) or (next(iter(framed.values())) if len(framed) == 1 else None)
        if one is None:
            hint = did_you_mean(question.name, framed)
            raise CodingError(
                f"{path} has no codeframe of {question.name} ([question.{question.name}.codeframe]){hint}"
            )
        nets, guide = one.get("nets"), one.get("guide")
        return one["codeframe"], nets if isinstance(nets, dict) else {}, guide if isinstance(guide, dict) else {}
    frame = said.get("codeframe", said)
    if not isinstance(frame, dict):
        raise CodingError(f"{path}: codeframe must be a table of codes and labels")
    return frame, {}, {}


def frame_events(lines: tuple[Line, ...], bench: Bench) -> tuple[Event, ...]:
    """What brings a codeframe in: new nets and codes, other names and definitions; nothing is taken away."""
    state, frame, name = bench.state, bench.state.codeframe, bench.question.name
    nets = {(net.within, net.label.casefold()): net.id for net in frame.nets}
    by_label = {code.label.casefold(): code for code in frame.codes}
    taken = {net.id for net in frame.nets} | {code.id for code in frame.codes}
    events: list[Event] = []

    def net_for(labels: tuple[str, ...]) -> str:
        within = ""
        for label in labels:
            found = nets.get((within, label.casefold()))
            if found is None:
                found = state.new_net(label, within, besides=taken).net
                taken.add(found)
                nets[within, label.casefold()] = found
                events.append(NetAdded(question=name, net=found, label=label, within=within))
            within = found
        return within

    for line in lines:
        net = net_for(line.nets)
        if not line.label:
            continue
        old = frame.code(frame.resolve(line.id)) if line.id else by_label.get(line.label.casefold())
        if old is None:
            is_own = line.id and line.id not in frame.became and line.id not in taken
            code = line.id if is_own else state.new_code(line.label, besides=taken).code
            taken.add(code)
            events.append(
                CodeAdded(
                    question=name,
                    code=code,
                    label=line.label,
                    net=net,
                    letter=line.letter,
                    definition=line.definition,
                    examples=line.examples,
                )
            )
            continue
        if line.label != old.label:
            events.append(CodeRenamed(question=name, code=old.id, label=line.label))
        told = (line.definition or old.definition, line.examples or old.examples, line.letter or old.letter)
        if told != (old.definition, old.examples, old.letter):
            definition, examples, letter = told
            events.append(
                CodeDefined(question=name, code=old.id, definition=definition, examples=examples, letter=letter)
            )
        if line.nets and net != old.net:
            events.append(CodeMoved(question=name, code=old.id, net=net))
    return tuple(events)
