"""A net that is being built: the answers that are ticked, its name, and what the question's nets will be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from topline.survey import Net, Question


@dataclass(frozen=True, slots=True)
class NetDraft:
    """A new net, or another form of one that is there."""

    question: Question
    """As it is read, with every net that its table shows."""
    ticked: frozenset[str] = frozenset()
    """The codes of the answers in it."""
    name: str = ""
    editing: str = ""
    """The name of the net that is changed; empty for a new one."""

    def of(self, net: Net, *, editing: bool) -> NetDraft:
        """The draft that begins as a net: one that is there, or one that is suggested."""
        return NetDraft(self.question, frozenset(net.codes), net.label, net.label if editing else "")

    def toggled(self, code: str) -> NetDraft:
        """With an answer more, or one less."""
        return replace(self, ticked=self.ticked ^ {code})

    def named(self, name: str) -> NetDraft:
        """Called so."""
        return replace(self, name=" ".join(name.split()))

    @property
    def codes(self) -> tuple[str, ...]:
        """The ticked answers in the codebook's order."""
        return tuple(option.code for option in self.question.choices if option.code in self.ticked)

    @property
    def net(self) -> Net:
        """The net as it stands; one whose answers are the same as before keeps their order."""
        before = next((net for net in self.question.nets if net.label == self.editing), None)
        same = before is not None and set(before.codes) == set(self.codes)
        return Net(self.name, before.codes if before is not None and same else self.codes)

    @property
    def fault(self) -> str:
        """Why it cannot be made, with a remedy; empty where it can."""
        if not self.codes:
            return "no answer is ticked: Esc, and Space ticks them"
        if not self.name:
            return "a net needs a name"
        if self.name != self.editing and any(net.label == self.name for net in self.question.nets):
            return f'there is a net "{self.name}" already: pick another name, or Esc and change that one'
        if any(self.name in (option.label, option.code) for option in self.question.options):
            return f'"{self.name}" is an answer of this question already: pick another name'
        return ""

    @property
    def wanted(self) -> Question:
        """The question with this net: in the place of the one that is changed, else after the others."""
        nets = self.question.nets
        if not self.editing:
            return replace(self.question, nets=(*nets, self.net))
        return replace(self.question, nets=tuple(self.net if net.label == self.editing else net for net in nets))

    @property
    def without(self) -> Question:
        """The question without the net that is changed."""
        return replace(self.question, nets=tuple(net for net in self.question.nets if net.label != self.editing))
