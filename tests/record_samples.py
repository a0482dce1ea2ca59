"""One small published summary in four languages, from its record to the leaflet; the texts are made up for tests."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

from pipeline.config import Workspace
from pipeline.model.document import BlockKind, Link
from pipeline.model.leaflet import LanguageChoice, Leaflet
from pipeline.stages.leaflets import leaflet
from pipeline.stages.packs import load
from pipeline.stages.record import Record, RecordedBlock, RecordedSentence, RecordedSource

TITLE, HEADING, PARAGRAPH, ITEM, CELL = (
    BlockKind.TITLE,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.CELL,
)
WHO = Link(1, "https://www.who.int/news-room/fact-sheets/detail/diabetes")
SETTINGS = """
publisher = "Example Trust Press"
contact = "help@example.org"
site_address = "https://leaflets.example.org"

[contacts]
ar = "https://example.org/ar/contact"
"""

# English, Spanish, Arabic, Hindi, simplified Chinese
TEXTS = (
    (
        "Does metformin help people with type 2 diabetes?",
        "¿Ayuda la metformina a las personas con diabetes tipo 2?",
        "هل يساعد الميتفورمين المصابين بالسكري من النوع 2؟",
        "क्या मेटफ़ॉर्मिन टाइप 2 डायबिटीज़ वाले लोगों की मदद करती है?",
        "二甲双胍对2型糖尿病患者有帮助吗？",
    ),
    ("Key messages", "Mensajes clave", "الرسائل الرئيسية", "मुख्य बातें", "要点"),
    (
        "Metformin lowers blood sugar (HbA<sub>1c</sub> falls by 1.0 to 1.5%).",
        "La metformina baja el azúcar en la sangre (la HbA<sub>1c</sub> baja de 1,0 a 1,5 %).",
        "يخفض الميتفورمين مستوى السكر في الدم (تنخفض قيمة HbA<sub>1c</sub> بمقدار 1.0–1.5%).",
        "मेटफ़ॉर्मिन खून में शुगर कम करती है (HbA<sub>1c</sub> 1.0 से 1.5% तक घटता है)।",
        "二甲双胍可降低血糖（HbA<sub>1c</sub>下降1.0%至1.5%）。",
    ),
    (
        "<b>We do not know</b> if it prevents heart attacks better than other medicines.",
        "<b>No sabemos</b> si previene los ataques al corazón mejor que otros medicamentos.",
        "<b>لا نعرف</b> هل يقي من النوبات القلبية أفضل من الأدوية الأخرى.",
        "<b>हम नहीं जानते</b> कि यह दूसरी दवाओं की तुलना में दिल के दौरे को बेहतर रोकती है या नहीं।",
        "<b>我们不知道</b>它预防心脏病发作的效果是否比其他药物更好。",
    ),
    (
        "What is type 2 diabetes?",
        "¿Qué es la diabetes tipo 2?",
        "ما هو السكري من النوع 2؟",
        "टाइप 2 डायबिटीज़ क्या है?",
        "什么是2型糖尿病？",
    ),
    (
        "People with diabetes have too much sugar in their blood.",
        "Las personas con diabetes tienen demasiada azúcar en la sangre.",
        "يكون السكر في دم المصابين بالسكري مرتفعًا جدًا.",
        "डायबिटीज़ वाले लोगों के खून में शुगर बहुत ज़्यादा होती है।",
        "糖尿病患者血液中的糖分过多。",
    ),
    (
        "The <a1>World Health Organization</a1> tells more.",
        "La <a1>Organización Mundial de la Salud</a1> explica más.",
        "يمكنك قراءة المزيد على موقع <a1>منظمة الصحة العالمية</a1>.",
        "<a1>विश्व स्वास्थ्य संगठन</a1> की वेबसाइट पर और जानकारी है।",
        "更多信息请见<a1>世界卫生组织</a1>网站。",
    ),
    ("What did we find?", "¿Qué encontramos?", "ماذا وجدنا؟", "हमें क्या पता चला?", "我们发现了什么？"),
    (
        "The dose was 500–2000 mg a day (95% CI 1.2 to 3.4; p < 0.05).",
        "La dosis fue de 500 a 2000 mg al día (IC del 95 %: 1,2 a 3,4; p < 0,05).",
        "كانت الجرعة 500–2000 mg يوميًا (95% CI 1.2 to 3.4; p < 0.05).",
        "खुराक रोज़ 500–2000 mg थी (95% CI 1.2 से 3.4; p < 0.05)।",
        "剂量为每天500–2000 mg（95% CI 1.2至3.4；p < 0.05）。",
    ),
    (
        "Weight changed by −2 kg.",
        "El peso cambió en −2 kg.",
        "تغيّر الوزن بمقدار −2 kg.",
        "वज़न में −2 kg का बदलाव आया।",
        "体重变化为−2 kg。",
    ),
    ("This was so in all studies.", "<none/>", "<none/>", "<none/>", "<none/>"),
    ("Effect", "Efecto", "الأثر", "असर", "影响"),
    ("With metformin", "Con metformina", "مع الميتفورمين", "मेटफ़ॉर्मिन के साथ", "服用二甲双胍"),
    ("Diarrhoea", "Diarrea", "الإسهال", "दस्त", "腹泻"),
    (
        "more than 1 in 10 people",
        "más de 1 de cada 10 personas",
        "أكثر من 1 من كل 10 أشخاص",
        "10 में से 1 से ज़्यादा लोग",
        "超过十分之一的人",
    ),
)
LANGUAGES = ("es", "ar", "hi", "zh-Hans")


def workspace(root: Path) -> Workspace:
    """A workspace with a publisher, an address, and two people, one of whom wishes to be named."""
    (root / "i18n").mkdir(parents=True)
    (root / "pipeline.toml").write_text(SETTINGS, "utf-8")
    (root / "i18n" / "people.toml").write_text('ana = "Ana Pérez"\nluis = ""\n', "utf-8")
    return Workspace(root)


def record(language: str) -> Record:
    """The record of the summary in a language: a machine drafted it, Ana and Luis checked it."""
    column = LANGUAGES.index(language) + 1
    rows = iter(TEXTS)

    def block(kind: BlockKind, count: int = 1, **fields: object) -> RecordedBlock:
        context = None if kind is PARAGRAPH else kind.value
        signed = ("2026-11-22 ana read", "2026-11-23 luis read")
        sentences = tuple(
            RecordedSentence(context, row[0], row[column], "reviewed", "mt argos 1.9", signed)
            for row in islice(rows, count)
        )
        return RecordedBlock(kind, sentences, **fields)  # type: ignore[arg-type]

    blocks = (
        block(TITLE, level=1),
        block(HEADING, level=2, key_messages=True),
        block(ITEM, level=1, key_messages=True),
        block(ITEM, level=1, key_messages=True),
        block(HEADING, level=2),
        block(PARAGRAPH, 2, links=(WHO,)),
        block(HEADING, level=2),
        block(PARAGRAPH, 3),
        block(CELL, table=1, row=0, column=0, header=True),
        block(CELL, table=1, row=0, column=1, header=True),
        block(CELL, table=1, row=1, column=0, header=True),
        block(CELL, table=1, row=1, column=1),
    )
    return Record(
        document="metformin",
        language=language,
        source=_source(),
        blocks=blocks,
        machine_drafted=True,
        checkers=2,
        credits=(),
        signed_off="2026-11-23 ana",
        sandbox=False,
        catalog_sha256="0" * 64,
        code_version="1.0",
    )


def _source() -> RecordedSource:
    return RecordedSource(
        path="seeds/metformin.txt",
        sha256="1a2b3c4d5e" + "0" * 54,
        language="en",
        title=TEXTS[0][0],
        version="1.2",
        doi="10.1000/xyz123",
        published="2026-03-02",
        evidence_date="2025-12",
        authors=("Jane Smith", "Li Wei"),
        rights_holder="Example Library of Reviews",
        licence="CC BY-NC-ND 4.0",
        translation_permission="granted",
        source_url="https://example.org/metformin",
    )


def made(root: Path, language: str, **changes: object) -> Leaflet:
    """The leaflet of the record, with links to its other languages; `changes` are fields of the record."""
    there = workspace(root)
    choices = [
        LanguageChoice(tag, there.languages.get(tag).name, f"../{tag}/metformin.html")
        for tag in LANGUAGES
        if tag != language
    ]
    return leaflet(replace(record(language), **changes), load(there, language), choices, draft=False)  # type: ignore[arg-type]
