"""Who was asked, from the conditions that codebooks write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from topline.readers import open_source
from topline.readers.stated_bases import expression_of

NAMES = {"sex": "sex", "age": "age", "tools": "tools", "q1": "Q1"}


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("[sex] = '2'", "\"sex\" = '2'"),
        ('[sex] = "2" and [age] >= 18', '"sex" = \'2\' and "age" >= 18'),
        ("${sex} = 'f' or ${age} < 20", '"sex" = \'f\' or "age" < 20'),
        ("selected(${tools}, 'saw')", "\"tools\" = 'saw'"),
        ('((q1.NAOK == "A1"))', "((\"Q1\" = 'A1'))"),
        ("[sex] = 'it''s'", "\"sex\" = 'it''s'"),
        ("Women aged 18 and over", ""),
        ("[other] = '1'", ""),
        ("[visit_1][sex] = '1' and [gone] = '2'", ""),
    ],
)
def test_conditions_as_filters(words: str, expression: str) -> None:
    assert expression_of(words, NAMES) == expression


DICTIONARY = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Note,Text Validation Type OR Show Slider Number,'
    "Text Validation Min,Text Validation Max,Identifier?,Branching Logic (Show field only if...),Required Field?,"
    "Custom Alignment,Question Number (surveys only),Matrix Group Name,Matrix Ranking?,Field Annotation\n"
    "record_id,main,,text,Record,,,,,,,,,,,,,\n"
    'sex,main,,radio,Sex,"1, Male | 2, Female",,,,,,,,,,,,\n'
    "born,main,,radio,Given birth?,\"1, Yes | 0, No\",,,,,,[sex] = '2',,,,,,\n"
    "odd,main,,radio,Odd?,\"1, Yes | 0, No\",,,,,,rounddown([sex]) = '2',,,,,,\n"
)


def test_the_blanks_of_whoever_was_not_asked_are_no_missing_answers(written: Callable[..., Path]) -> None:
    """REDCap: branching logic says whom a field was shown to; what cannot be counted stays words."""
    written(DICTIONARY, "dictionary.csv")
    rows = ["1,1,,", "2,2,1,1", "3,2,0,", "4,2,,0", "5,1,,1"]
    path = written("\n".join(["record_id,sex,born,odd", *rows]) + "\n", "data.csv")
    survey = open_source(path).survey
    assert survey["born"].base == "sex = '2'"
    assert survey["odd"].base == ""
    assert "asked of: rounddown([sex]) = '2'" in survey["odd"].rule
