"""Looking about while coding: which replies, which question, how far it is, and where coders differ."""

from __future__ import annotations

from dataclasses import replace

from topline.coding import Standing
from topline.coding.account import Account, account_of
from topline.coding.opening import can_be_coded
from topline.coding.queue import Which
from topline.engine import Cancel
from topline.survey import Slice
from topline.tui.screens.code_boxes import CodePickBox, WordBox
from topline.tui.screens.dialogs import Told
from topline.tui.screens.filter import FilterScreen
from topline.tui.screens.progress_lines import progress_lines
from topline.tui.tasks.at_coding import AtCoding


class CodeLooking(AtCoding):
    """What is looked at while coding."""

    def do_which(self) -> None:
        """Choose which replies are in the queue."""
        if not self.is_sitting:
            return
        state = self.sitting.state
        offered = []
        for which in Which:
            number = sum(1 for key in self.sitting.pile.keys if which.holds(state.reply(key)))
            offered.append((which.name, which.value, f"{number:,}"))

        def show(name: str | None) -> None:
            if name is not None:
                self.sitting.line_up(Which[name], self.sitting.rows)
                self.coding_screen.draw()

        self.app.push_screen(CodePickBox("Which replies are in the queue", offered, "show them"), show)

    def do_question(self) -> None:
        """Choose which question is coded."""
        offered = []
        for question in filter(can_be_coded, self.session.survey.verbatims):
            told = f"{question.answered:,} replies" if question.answered is not None else ""
            offered.append((question.name, question.label, told))

        def show(name: str | None) -> None:
            if name is not None:
                self.app.move(replace(self.desk, coding=name))

        self.app.push_screen(CodePickBox("Which question is coded", offered, "code it"), show)

    def do_whose(self) -> None:
        """Choose whose replies are coded."""
        people, name = self.desk.topline.slice, self.desk.coding
        box = FilterScreen(self.session, people, self.app.glyphs, title="Whose replies are coded", question=name)

        def take(chosen: Slice | None) -> None:
            if chosen is not None and chosen != people:
                replied = self.session.survey.replied
                self.app.change_everywhere("filter", lambda desk: desk.about(chosen, replied))

        self.app.push_screen(box, take)

    def do_profile(self) -> None:
        """Choose what is told of who wrote a reply."""
        from topline.tui.screens.boxes import ColumnsBox

        chosen = tuple(question.name for question in self.session.profile(self.desk.profile))

        def tell(names: tuple[str, ...] | None) -> None:
            if names is not None:
                self.app.history.desk = replace(self.desk, profile=names)
                self.coding_screen.tell_anew()

        self.app.push_screen(ColumnsBox(self.session.survey, chosen), tell)

    def do_blind(self) -> None:
        """Code without seeing what others gave, or see it again."""
        if not self.is_sitting:
            return
        self.app.codes_blind = blind = not self.opened.blind
        self.coding_screen.begin(blind=blind)
        self.say("what others gave is hidden" if blind else "what others gave is shown")

    def do_note(self) -> None:
        """Write a note beside the reply."""
        if not self.is_sitting or self.sitting.row < 0:
            return
        note = self.sitting.standing.remark(self.sitting.coder).note

        def write(said: str | None) -> None:
            if said is not None:
                self.coding_screen.do(lambda sitting: sitting.write_note(said), "noted" if said else "no note any more")

        self.app.push_screen(WordBox("A note beside this reply", "the note", "keep it", note, may_be_empty=True), write)

    def do_settle(self) -> None:
        """Settle the reply; where coders see it alike, look at the next that they do not."""
        if not self.is_sitting:
            return
        standing = self.sitting.standing
        if not standing.conflicting and standing.settled is None:
            self._look_at_differences()
            return
        offered = self._opinions(standing)

        def settle(which: str | None) -> None:
            if which is not None:
                self.coding_screen.do(lambda sitting: sitting.settle(offered[int(which)][0]), "settled")

        told = [(str(at), said, labels) for at, (_, said, labels) in enumerate(offered)]
        self.app.push_screen(CodePickBox("Which codes does this reply have?", told, "settle on it"), settle)

    def _opinions(self, standing: Standing) -> list[tuple[frozenset[str], str, str]]:
        """What a reply can be settled on: codes, whose they are, and what they are called."""
        frame = self.sitting.state.codeframe

        def labels(codes: frozenset[str]) -> str:
            return ", ".join(one.label for one in frame.codes if one.id in codes) or "no code"

        everything = frozenset().union(*(one.codes for one in standing.opinions))
        common = everything.intersection(*(one.codes for one in standing.opinions))
        offered = [(one.codes, f"as {one.coder} has it", labels(one.codes)) for one in standing.opinions]
        return [
            *offered,
            (everything, "all of these", labels(everything)),
            (common, "what all agree on", labels(common)),
        ]

    def _look_at_differences(self) -> None:
        state = self.sitting.state
        number = state.totals.conflicting
        if not number:
            self.say("no reply is coded differently by two coders")
            return
        self.sitting.line_up(Which.CONFLICTING, self.sitting.rows)
        self.coding_screen.draw()
        key = self.app.keymap.key("settle")
        replies = "reply is" if number == 1 else "replies are"
        self.say(f"{number:,} {replies} coded differently; {key} settles one")

    def do_progress(self) -> None:
        """How far it is."""
        if not self.is_sitting:
            return
        sitting = self.sitting
        labels = {one.id: one.label for one in sitting.state.codeframe.codes}

        def work(_: Cancel) -> Account:
            return account_of(sitting.bench)

        def show(account: Account) -> None:
            self.app.push_screen(Told("How the coding goes", progress_lines(account, sitting.coder, labels)))

        self.coding_screen.requests.ask("progress", work, show)
