"""How many of those asked have answered: the response rates of the AAPOR.

Source: The American Association for Public Opinion Research (2023), Standard Definitions: Final
Dispositions of Case Codes and Outcome Rates for Surveys, 10th edition. Its letters are given
beside each count and used in each formula.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What became of each person invited, as counts of people; everybody is in exactly one.

    In an e-mail survey of named persons, who stays silent is `unknown`. A bounced address is
    `unknown` or `ineligible`, a choice that has to be shown with the rate.

    All rates are fractions 0..1, and None when there is nobody to take a fraction of.
    """

    complete: int = 0
    """I: replied to the whole questionnaire."""

    partial: int = 0
    """P: replied to enough of it to be counted."""

    refused: int = 0
    """R: eligible, and declined or broke off."""

    noncontact: int = 0
    """NC: known to be eligible, and never reached."""

    other: int = 0
    """O: eligible, but could not reply for another reason, such as illness or language."""

    unknown: int = 0
    """U (UH + UO): not known to be eligible, such as an invitation that nobody ever answered."""

    ineligible: int = 0
    """NE: known not to belong to the population, such as a manager who left the role."""

    def __post_init__(self) -> None:
        """Refuse negative counts."""
        for field in fields(self):
            if getattr(self, field.name) < 0:
                raise ValueError(f"{field.name} must be 0 or more people, not {getattr(self, field.name)}.")

    @property
    def known_eligible(self) -> int:
        """How many people are known to belong to the population: I + P + R + NC + O."""
        return self.complete + self.partial + self.refused + self.noncontact + self.other

    @property
    def e(self) -> float | None:
        """The estimated share of the unknown who are eligible: (I+P+R+NC+O) / (I+P+R+NC+O+NE).

        This is the proportional allocation (CASRO) method: the unknown are taken to be eligible as
        often as the known are.
        """
        return _rate(self.known_eligible, self.known_eligible + self.ineligible)

    @property
    def rr1(self) -> float | None:
        """Response Rate 1, the minimum: I / (I+P+R+NC+O+U). All the unknown count as eligible."""
        return _rate(self.complete, self.known_eligible + self.unknown)

    @property
    def rr2(self) -> float | None:
        """Response Rate 2: (I+P) / (I+P+R+NC+O+U). As RR1, with partial replies as replies."""
        return _rate(self.complete + self.partial, self.known_eligible + self.unknown)

    @property
    def rr3(self) -> float | None:
        """Response Rate 3: I / (I+P+R+NC+O + e U). Only a share e of the unknown is eligible."""
        return self._estimated(self.complete)

    @property
    def rr4(self) -> float | None:
        """Response Rate 4: (I+P) / (I+P+R+NC+O + e U). As RR3, with partial replies as replies."""
        return self._estimated(self.complete + self.partial)

    @property
    def rr5(self) -> float | None:
        """Response Rate 5, the maximum: I / (I+P+R+NC+O). None of the unknown is eligible.

        It leaves out everybody who stayed silent: never the headline of an e-mail survey.
        """
        return _rate(self.complete, self.known_eligible)

    @property
    def rr6(self) -> float | None:
        """Response Rate 6: (I+P) / (I+P+R+NC+O). As RR5, with partial replies as replies."""
        return _rate(self.complete + self.partial, self.known_eligible)

    @property
    def cooperation(self) -> float | None:
        """Cooperation Rate 1 (COOP1): I / (I+P+R+O). Of those reached, who replied completely."""
        return _rate(self.complete, self.known_eligible - self.noncontact)

    @property
    def refusal(self) -> float | None:
        """Refusal Rate 1 (REF1): R / (I+P+R+NC+O+U). Who declined, of all who may be eligible."""
        return _rate(self.refused, self.known_eligible + self.unknown)

    @property
    def contact(self) -> float | None:
        """Contact Rate 1 (CON1): (I+P+R+O) / (I+P+R+NC+O+U). Who was reached, of all who may be eligible."""
        return _rate(self.known_eligible - self.noncontact, self.known_eligible + self.unknown)

    def _estimated(self, replies: int) -> float | None:
        """The rate of these replies when a share e of the unknown is eligible."""
        return None if self.e is None else _rate(replies, self.known_eligible + self.e * self.unknown)


def _rate(part: int, whole: float) -> float | None:
    """The part as a fraction of the whole; None of an empty whole."""
    return part / whole if whole else None
