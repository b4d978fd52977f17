"""What a cell of a column of ticks says, in the words of the world: the option was chosen, or it was not."""

from __future__ import annotations

from topline.readers.missing import missing_kind

CHOSEN = frozenset(
    ["checked", "ticked", "selected", "chosen", "mentioned", "quoted", "marked", "picked", "ausgewählt", "gewählt",
     "genannt", "erwähnt", "angekreuzt", "markiert", "coché", "cochée", "sélectionné", "choisi", "cité", "mentionné",
     "seleccionado", "seleccionada", "marcado", "marcada", "mencionado", "mencionada", "elegido", "selecionado",
     "selecionada", "escolhido", "assinalado", "citado", "selezionato", "selezionata", "scelto", "menzionato", "citato",
     "indicato", "geselecteerd", "gekozen", "genoemd", "aangevinkt", "vald", "valt", "markerad", "nämnd", "nämnt",
     "valgt", "nævnt", "nevnt", "krysset av", "valittu", "mainittu", "wybrano", "wybrane", "zaznaczono", "zaznaczone",
     "wskazano", "vybráno", "zaškrtnuto", "выбрано", "выбран", "отмечено", "упомянуто", "назвал", "seçildi", "seçili",
     "işaretlendi", "dipilih", "选中", "选择", "已选", "勾选", "提及", "選択", "選択あり", "선택", "선택함"]
)  # fmt: skip
"""Cells that say that an option was chosen, and could not answer any question."""
YES = CHOSEN | frozenset(
    ["1", "1.0", "x", "y", "yes", "true", "on", "✓", "✔", "☑", "☒", "ja", "oui", "sí", "si", "sim", "tak", "да", "evet",
     "ya", "是", "はい", "예", "wahr", "vrai", "verdadero", "sì", "kyllä", "ano", "igen", "有", "네"]
)  # fmt: skip
"""Cells that say of any option that it was chosen."""
OFFERED_ONLY = frozenset(
    ["not selected", "unselected", "unchecked", "not checked", "not ticked", "unticked", "not chosen", "not mentioned",
     "unmentioned", "not quoted", "not marked", "not picked", "nicht ausgewählt", "nicht gewählt", "nicht genannt",
     "nicht erwähnt", "nicht angekreuzt", "nicht markiert", "non coché", "non cochée", "non sélectionné", "non choisi",
     "non cité", "non mentionné", "pas coché", "no seleccionado", "no seleccionada", "no marcado", "no marcada",
     "no mencionado", "no mencionada", "no elegido", "não selecionado", "não selecionada", "não marcado",
     "não mencionado", "não escolhido", "não assinalado", "não citado", "non selezionato", "non selezionata",
     "non scelto", "non menzionato", "non citato", "non indicato", "niet geselecteerd", "niet gekozen", "niet genoemd",
     "niet aangevinkt", "ej vald", "inte vald", "ej valt", "inte valt", "ej markerad", "ej nämnd", "ej nämnt",
     "inte nämnt", "ikke valgt", "ikke nævnt", "ikke nevnt", "ei valittu", "ei mainittu", "nie wybrano",
     "nie zaznaczono", "niezaznaczone", "nie wskazano", "nevybráno", "nezaškrtnuto", "не выбрано", "не выбран",
     "не отмечено", "не упомянуто", "не назвал", "seçilmedi", "seçili değil", "işaretlenmedi", "tidak dipilih", "未选",
     "未选中", "未选择", "未勾选", "未提及", "選択なし", "非選択", "미선택", "선택 안 함", "선택안함"]
)  # fmt: skip
"""Cells that say "no" of an option and could not answer any question."""
NO = OFFERED_ONLY | frozenset(
    ["no", "0", "0.0", "n", "false", "off", "nein", "non", "não", "nee", "nie", "нет", "nej", "nei", "hayır", "tidak",
     "否", "いいえ", "아니요", "falsch", "faux", "falso", "ei", "ne", "nem", "无", "아니오"]
)  # fmt: skip
"""Cells that say of any option that it was offered and not chosen."""


def says_no(text: str) -> bool:
    """Whether a cell says that an option was not chosen, or why there is no answer."""
    return text.strip().casefold() in NO or missing_kind(text) is not None


def says_yes(text: str) -> bool:
    """Whether a cell says that an option was chosen, but not which."""
    return text.strip().casefold() in YES
