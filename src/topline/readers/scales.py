"""Scales in the languages that surveys are held in besides English, and the words at the ends of bands.

A scale is a line: answers between semicolons, from one end to the other, and other spellings between slashes.
"""

from __future__ import annotations

_GERMAN = (
    (
        "agreement",
        "stimme gar nicht zu/stimme überhaupt nicht zu/lehne völlig ab/stimme absolut nicht zu; stimme nicht zu"
        "/lehne ab; stimme eher nicht zu/lehne eher ab; teils teils/weder noch/neutral/stimme teilweise zu"
        "/unentschieden; stimme eher zu; stimme zu; stimme voll zu/stimme voll und ganz zu/stimme völlig zu"
        "/stimme vollständig zu/stimme absolut zu",
    ),
    (
        "agreement",
        "trifft überhaupt nicht zu/trifft gar nicht zu; trifft nicht zu; trifft eher nicht zu; teils teils/weder noch;"
        "trifft eher zu; trifft zu; trifft voll zu/trifft voll und ganz zu/trifft völlig zu",
    ),
    (
        "satisfaction",
        "sehr unzufrieden; unzufrieden; eher unzufrieden; teils teils/neutral/weder noch; eher zufrieden; zufrieden;"
        "sehr zufrieden",
    ),
    (
        "frequency",
        "nie/niemals/gar nicht/überhaupt nicht; sehr selten/fast nie; selten; eher selten; manchmal/gelegentlich"
        "/hin und wieder; eher häufig/eher oft/regelmäßig;"
        "oft/häufig; sehr oft/sehr häufig; meistens/fast immer; immer",
    ),
    (
        "frequency",
        "nie/niemals; seltener; jährlich/einmal im jahr; mehrmals im jahr; monatlich/einmal im monat;"
        "mehrmals im monat; wöchentlich/einmal pro woche/einmal in der woche;"
        "mehrmals pro woche/mehrmals in der woche/mehrmals die woche;"
        "täglich/jeden tag; mehrmals täglich/mehrmals am tag",
    ),
    (
        "quality",
        "sehr schlecht; schlecht; eher schlecht; mittel/mittelmäßig/teils teils/weder noch/neutral; eher gut; gut;"
        "sehr gut",
    ),
    (
        "importance",
        "überhaupt nicht wichtig/völlig unwichtig/sehr unwichtig/gar nicht wichtig; unwichtig/nicht wichtig;"
        "eher unwichtig/weniger wichtig; teils teils/neutral/weder noch; eher wichtig; wichtig;"
        "sehr wichtig; äußerst wichtig",
    ),
    (
        "likelihood",
        "sehr unwahrscheinlich/ganz sicher nicht; unwahrscheinlich; eher unwahrscheinlich; neutral/weder noch"
        "/vielleicht; eher wahrscheinlich; wahrscheinlich; sehr wahrscheinlich/ganz sicher",
    ),
)
_SPANISH = (
    (
        "agreement",
        "totalmente en desacuerdo/muy en desacuerdo/completamente en desacuerdo; en desacuerdo;"
        "algo en desacuerdo/parcialmente en desacuerdo; ni de acuerdo ni en desacuerdo/neutral/indiferente/indeciso;"
        "algo de acuerdo/parcialmente de acuerdo; de acuerdo;"
        "totalmente de acuerdo/muy de acuerdo/completamente de acuerdo",
    ),
    (
        "satisfaction",
        "muy insatisfecho/muy insatisfecha/nada satisfecho; insatisfecho/insatisfecha/poco satisfecho;"
        "neutral/ni satisfecho ni insatisfecho/indiferente/algo satisfecho; satisfecho/satisfecha;"
        "muy satisfecho/muy satisfecha",
    ),
    (
        "frequency",
        "nunca; casi nunca/raramente/rara vez/raras veces; ocasionalmente/de vez en cuando; a veces/algunas veces;"
        "a menudo/frecuentemente/con frecuencia; muy frecuentemente/muchas veces/muy a menudo; casi siempre; siempre",
    ),
    ("quality", "muy malo/muy mala/muy mal; malo/mala/mal; regular/normal; bueno/buena/bien;"
     "muy bueno/muy buena/muy bien; excelente"),
    ("importance", "nada importante; poco importante; algo importante/neutral/moderadamente importante; importante"
     "/bastante importante; muy importante"),
    ("likelihood", "muy improbable/nada probable; improbable/poco probable; neutral/algo probable; probable"
     "/bastante probable; muy probable"),
    ("amount", "nada/ninguno; muy poco; poco; algo/regular; bastante; mucho; muchísimo/totalmente"),
)  # fmt: skip
_FRENCH = (
    (
        "agreement",
        "pas du tout d'accord; pas d'accord; plutôt pas d'accord; ni d'accord ni pas d'accord/neutre/sans opinion;"
        "plutôt d'accord; d'accord; tout à fait d'accord/totalement d'accord",
    ),
    (
        "satisfaction",
        "pas du tout satisfait/très insatisfait/très insatisfaite; insatisfait/insatisfaite/pas satisfait"
        "/plutôt pas satisfait/peu satisfait; neutre/ni satisfait ni insatisfait; plutôt satisfait/assez satisfait;"
        "satisfait/satisfaite; très satisfait/très satisfaite/tout à fait satisfait",
    ),
    (
        "frequency",
        "jamais; presque jamais/très rarement; rarement; occasionnellement/de temps en temps; parfois/quelquefois;"
        "souvent/fréquemment/régulièrement; très souvent; presque toujours; toujours",
    ),
    ("quality", "très mauvais/très mal; mauvais/mal/médiocre; moyen/passable/neutre; assez bon/assez bien; bon/bien;"
     "très bon/très bien; excellent"),
    ("importance", "pas du tout important; pas important/peu important/pas très important; neutre"
     "/moyennement important; assez important/plutôt important; important; très important; extrêmement important"),
    ("likelihood", "très improbable/très peu probable; improbable/peu probable; neutre; probable/assez probable;"
     "très probable"),
    ("amount", "pas du tout/aucunement; très peu; un peu; moyennement/assez; beaucoup; énormément/tout à fait"),
)  # fmt: skip
_PORTUGUESE = (
    ("agreement", "discordo totalmente/discordo completamente/discordo fortemente; discordo; discordo parcialmente"
     "/discordo em parte; não concordo nem discordo/nem concordo nem discordo/neutro/indiferente;"
     "concordo parcialmente/concordo em parte; concordo; concordo totalmente/concordo completamente"
     "/concordo fortemente"),
    ("satisfaction", "muito insatisfeito/muito insatisfeita; insatisfeito/insatisfeita; neutro/indiferente"
     "/nem satisfeito nem insatisfeito; satisfeito/satisfeita; muito satisfeito/muito satisfeita"),
    ("frequency", "nunca; quase nunca/raramente; ocasionalmente/de vez em quando; às vezes/algumas vezes;"
     "frequentemente/com frequência/muitas vezes; quase sempre/muito frequentemente; sempre"),
    ("quality", "muito ruim/péssimo/péssima/muito mau; ruim/mau/má; regular/razoável; bom/boa; muito bom/muito boa;"
     "ótimo/ótima/excelente"),
    ("importance", "nada importante/sem importância; pouco importante; neutro/moderadamente importante/mais ou menos"
     " importante; importante; muito importante; extremamente importante"),
    ("amount", "nada; muito pouco; pouco; mais ou menos/moderadamente/razoavelmente; bastante; muito/muitíssimo"),
)  # fmt: skip
_ITALIAN = (
    ("agreement", "completamente in disaccordo/totalmente in disaccordo/fortemente in disaccordo/per niente d'accordo;"
     "in disaccordo/poco d'accordo; né d'accordo né in disaccordo/neutrale; abbastanza d'accordo/d'accordo;"
     "molto d'accordo; completamente d'accordo/totalmente d'accordo/fortemente d'accordo"),
    ("satisfaction", "molto insoddisfatto/per niente soddisfatto; insoddisfatto/poco soddisfatto; neutrale"
     "/né soddisfatto né insoddisfatto; abbastanza soddisfatto/soddisfatto; molto soddisfatto"),
    ("frequency", "mai; quasi mai/raramente; qualche volta/a volte/talvolta; spesso; molto spesso/quasi sempre;"
     "sempre"),
    ("quality", "pessimo/molto scarso; scarso/cattivo/insufficiente; sufficiente/discreto; buono; ottimo/molto buono;"
     "eccellente"),
    ("amount", "per niente/per nulla; poco; abbastanza; molto; moltissimo"),
)  # fmt: skip
_DUTCH = (
    ("agreement", "helemaal mee oneens/helemaal oneens/zeer mee oneens; mee oneens/oneens; enigszins mee oneens;"
     "niet mee eens niet mee oneens/noch mee eens noch mee oneens/neutraal; enigszins mee eens; mee eens/eens;"
     "helemaal mee eens/helemaal eens/zeer mee eens"),
    ("satisfaction", "zeer ontevreden; ontevreden; neutraal/niet tevreden niet ontevreden; tevreden; zeer tevreden"),
    ("frequency", "nooit; zelden/bijna nooit; soms/af en toe; regelmatig; vaak; bijna altijd/meestal; altijd"),
)  # fmt: skip
_NORDIC = (
    ("agreement", "instämmer inte alls/tar helt avstånd; instämmer inte; instämmer delvis/varken eller; instämmer;"
     "instämmer helt"),
    ("agreement", "helt uenig; delvis uenig/uenig; verken enig eller uenig/hverken enig eller uenig/nøytral/neutral;"
     "delvis enig/enig; helt enig"),
    ("frequency", "aldrig/aldri; sällan/sjelden/sjældent; ibland/av og til/noen ganger/nogle gange; ofta/ofte;"
     "alltid/altid"),
)  # fmt: skip
_EASTERN = (
    ("agreement", "zdecydowanie się nie zgadzam/zdecydowanie nie; raczej się nie zgadzam/nie zgadzam się/raczej nie;"
     "ani się zgadzam ani nie zgadzam/nie mam zdania; raczej się zgadzam/zgadzam się/raczej tak;"
     "zdecydowanie się zgadzam/zdecydowanie tak"),
    ("frequency", "nigdy; rzadko; czasami/czasem; często; bardzo często; zawsze"),
    ("agreement", "совершенно не согласен/полностью не согласен/категорически не согласен; не согласен"
     "/скорее не согласен; затрудняюсь ответить/нейтрально/ни да ни нет; согласен/скорее согласен;"
     "полностью согласен/совершенно согласен"),
    ("frequency", "никогда; очень редко; редко; иногда; часто; очень часто; всегда/постоянно"),
    ("agreement", "kesinlikle katılmıyorum/hiç katılmıyorum; katılmıyorum; kararsızım/ne katılıyorum ne katılmıyorum"
     "/kısmen katılıyorum; katılıyorum; kesinlikle katılıyorum/tamamen katılıyorum"),
    ("frequency", "hiçbir zaman/asla; nadiren; bazen/ara sıra; sık sık/genellikle; her zaman"),
    ("agreement", "sangat tidak setuju; tidak setuju; kurang setuju; netral/ragu ragu; setuju; sangat setuju"),
    ("frequency", "tidak pernah; jarang; kadang kadang/kadang; sering; selalu"),
    ("agreement", "rất không đồng ý/hoàn toàn không đồng ý; không đồng ý; trung lập/bình thường; đồng ý; rất đồng ý"
     "/hoàn toàn đồng ý"),
    ("agreement", "لا أوافق بشدة; لا أوافق; محايد; أوافق; أوافق بشدة"),
    ("agreement", "非常不同意/完全不同意/很不同意; 不同意/比较不同意; 一般/中立/不确定/说不清; 同意/比较同意;"
     "非常同意/完全同意/很同意"),
    ("satisfaction", "非常不满意/很不满意; 不满意/不太满意/比较不满意; 一般; 满意/比较满意; 非常满意/很满意"),
    ("frequency", "从不/从来没有/从未; 很少/几乎不; 偶尔; 有时; 经常; 总是/每天"),
    ("agreement", "全くそう思わない/全くあてはまらない; そう思わない/あまりそう思わない/あてはまらない"
     "/あまりあてはまらない; どちらともいえない/どちらでもない; そう思う/ややそう思う/あてはまる/ややあてはまる;"
     "とてもそう思う/非常にそう思う/とてもあてはまる/非常にあてはまる"),
    ("satisfaction", "非常に不満/とても不満; 不満/やや不満; どちらともいえない/普通/ふつう; 満足/やや満足;"
     "非常に満足/とても満足"),
    ("frequency", "全くない/まったくない; めったにない/ほとんどない/あまりない; ときどき/時々/たまに;"
     "よくある/しばしば; いつも/常に"),
    ("agreement", "전혀 그렇지 않다/매우 그렇지 않다; 그렇지 않다; 보통이다/보통; 그렇다; 매우 그렇다"),
    ("satisfaction", "매우 불만족; 불만족; 보통; 만족; 매우 만족"),
    ("agreement", "ไม่เห็นด้วยอย่างยิ่ง; ไม่เห็นด้วย; เฉยๆ/ไม่แน่ใจ; เห็นด้วย; เห็นด้วยอย่างยิ่ง"),
    ("amount", "น้อยที่สุด; น้อย; ปานกลาง; มาก; มากที่สุด"),
)  # fmt: skip
SCALES: tuple[tuple[str, str], ...] = (
    *_GERMAN, *_SPANISH, *_FRENCH, *_PORTUGUESE, *_ITALIAN, *_DUTCH, *_NORDIC, *_EASTERN,
)  # fmt: skip
"""The name of each scale, and its answers."""

ORDERS: tuple[tuple[str, str], ...] = (
    (
        "times",
        "none/never/not at all/zero times/not once; once/one time; twice/two times; three times; four times;"
        "five times;"
        "more than once; more than twice; more than three times; more than four times;"
        "more than five times/more than five times times",
    ),
    (
        "how many",
        "no none did/none did/none of them/no none; some did/some of them/yes some did;"
        "yes they all did/they all did/all of them/yes all of them",
    ),
    (
        "measure",
        "much too little/far too little; too little/not enough; about right/just right; too much;"
        " much too much/far too much",
    ),
    ("size", "very small; small; medium; large; very large"),
    (
        "education",
        "less than high school degree/less than high school/no schooling/did not complete high school/no high school"
        "/no formal education/i did not complete any formal education past high school/primary elementary school"
        "/primary school/elementary school; some high school;"
        "high school degree/high school graduate/high school/high school or ged/high school or g e d"
        "/high school diploma or equivalent/high school diploma/high school or less/secondary school;"
        "trade school/trade technical or vocational training/vocational training;"
        "some college or associate degree/some college or associate's degree/some college/some college credit no degree"
        "/some college university study without earning a bachelor's degree/some college no degree"
        "/some college university study without earning a degree;"
        "associate's degree/associate degree/associates degree;"
        "bachelor degree/bachelor's degree/college graduate/bachelors degree/college or more/undergraduate degree"
        "/bachelor/bachelors/bachelor's; some graduate school/post graduate study/some graduate;"
        "graduate degree/master's degree/post graduate degree/postgraduate degree/masters degree/master/masters"
        "/master's/graduate or professional degree; professional degree;"
        "doctorate/doctoral degree/phd/ph.d/doctorate or professional degree/doctorate degree",
    ),
    (
        "year of study",
        "freshman/first year; sophomore/second year; junior/third year; senior/fourth year; fifth year;"
        "graduate student/graduate/postgraduate; alumni/alumnus",
    ),
    ("days", "monday/mon; tuesday/tue; wednesday/wed; thursday/thu; friday/fri; saturday/sat; sunday/sun"),
    (
        "months",
        "january/jan; february/feb; march/mar; april/apr; may; june/jun; july/jul; august/aug; september/sep/sept;"
        "october/oct; november/nov; december/dec",
    ),
)
"""Answers with an order of which a mean means nothing: the name of each list, and its answers."""

GRADES: tuple[tuple[str, ...], ...] = (
    ("not at all", "not too", "not very", "not so", "not particularly", "not", "hardly", "a little", "slightly",
     "somewhat", "moderately", "fairly", "quite", "", "rather", "very", "highly", "extremely", "completely"),
    ("überhaupt nicht", "gar nicht", "nicht", "kaum", "wenig", "weniger", "etwas", "mäßig", "teilweise", "eher",
     "ziemlich", "", "sehr", "äußerst", "extrem", "völlig"),
    ("nada", "muy poco", "poco", "algo", "moderadamente", "", "bastante", "muy", "sumamente", "extremadamente"),
    ("pas du tout", "pas très", "pas", "très peu", "peu", "un peu", "plutôt", "moyennement", "assez", "", "très",
     "extrêmement"),
    ("nada", "muito pouco", "pouco", "moderadamente", "razoavelmente", "", "bastante", "muito", "extremamente"),
    ("per niente", "per nulla", "non", "poco", "abbastanza", "", "molto", "estremamente"),
    ("helemaal niet", "niet", "nauwelijks", "weinig", "een beetje", "enigszins", "redelijk", "", "erg", "zeer", "heel"),
)  # fmt: skip
"""Words before any adjective, from none to most of it, in one language each: "not at all keen" to "extremely keen"."""
BELOW = (
    "under", "less", "below", "up to", "fewer", "younger", "unter", "bis", "weniger", "jünger", "menos de", "menor",
    "hasta", "(?:es )?inferior", "moins de", "jusqu", "meno di", "fino a", "até", "abaixo", "minder dan", "jonger",
    "onder", "mindre än", "mindre enn", "mindre end", "poniżej", "mniej", "менее", "меньше", "до ", "младше", "kurang",
    "di bawah", "dưới", "ít hơn", "ต่ำกว่า", "น้อยกว่า", "不足", "低于", "少于", "小于", "أقل من",
)  # fmt: skip
"""Words before the amount that the lowest band ends at; parts of a pattern."""
ABOVE = (
    "over", "more", "above", "older", "greater", "at least", "über", "mehr", "älter", "ab ", "más de", "mayor",
    "supera", "plus de", "più di", "oltre", "mais de", "acima", "meer dan", "ouder", "boven", "över", "mer än",
    "mer enn", "mere end", "powyżej", "więcej", "более", "больше", "свыше", "старше", "lebih", "di atas", "trên",
    "hơn", "มากกว่า", "超过", "大于", "多于", "高于", "أكثر من",
)  # fmt: skip
"""Words before the amount that the highest band begins at."""
OR_BELOW = (
    "or (?:less|younger|under|fewer|before)", "and under", "ou antes", "o antes", "ou moins", "o menos", "oder weniger",
)  # fmt: skip
"""Words behind the amount that the lowest band ends at."""
OR_ABOVE = (
    "or (?:more|older|over|above|later)", "and (?:over|above|more|up)", "ou mais", "o más", "y más", "ou plus",
    "oder mehr", "e oltre", "以上", "超", "이상", "초과",
)  # fmt: skip
"""Words behind the amount that the highest band begins at."""
