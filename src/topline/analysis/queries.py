"""What a canned query shows, in few words."""

from __future__ import annotations

from topline.survey import CannedQuery, Survey, ToplineError, What, banner_question


def shows_words(query: CannedQuery, survey: Survey) -> str:
    """What a query shows: its questions by their labels, whose replies, or that it is SQL."""
    if query.sql:
        return "SQL"
    rows = ", ".join(_label(name, survey) for name in (query.rows, *query.stub))
    columns = [_label(name, survey) for name in query.columns]
    match query.view or ("crosstab" if columns else "topline"):
        case What.REPLIES:
            said = "replies"
        case What.RESPONSE:
            said = "the response"
        case _:
            said = " by ".join([rows, ", ".join(columns)]) if columns else rows
    if query.where:
        said += f", where {query.where}"
    if query.search:
        said += f", with {query.search} in their words"
    return f"{said}, against {query.against}" if query.against else said


def _label(said: str, survey: Survey) -> str:
    try:
        return banner_question(said, survey).label if said and not said.startswith("$") else said
    except ToplineError:
        return said
