"""Small leaflets with everything in them that a page can hold; the texts are made up for these tests."""

from functools import cache
from pathlib import Path

from pipeline.config import Workspace
from pipeline.model.document import BlockKind, Link
from pipeline.model.leaflet import Fact, LanguageChoice, Leaflet, LeafletBlock, LeafletSentence
from pipeline.stages.packs import load
from pipeline.stages.page_words import Words

EN = "en"
TITLE = "Does metformin help people with type 2 diabetes?"
WHO = Link(1, "https://www.who.int/news-room/fact-sheets/detail/diabetes")


@cache
def words(language: str) -> Words:
    """What pages in a language say of themselves."""
    return Words(load(Workspace(Path(__file__).parent.parent), language))


def chrome(language: str) -> dict[str, str]:
    """The page's own words in a language by their English."""
    return dict(words(language).chrome)


def block(kind: BlockKind, *texts: str, language: str, **fields: object) -> LeafletBlock:
    """A block in `language`; a text that starts with `EN ` is English in place of a missing translation."""
    sentences = tuple(
        LeafletSentence(text.removeprefix("EN "), EN, "initial")
        if text.startswith("EN ")
        else LeafletSentence(text, language, "reviewed")
        for text in texts
    )
    return LeafletBlock(kind, sentences, **fields)  # type: ignore[arg-type]


def spanish() -> Leaflet:
    """A final leaflet in Spanish: key messages, nested and numbered lists, a table, a link, subscripts."""

    def es(kind: BlockKind, *texts: str, **fields: object) -> LeafletBlock:
        return block(kind, *texts, language="es", **fields)

    return Leaflet(
        document="metformin",
        language="es",
        direction="ltr",
        joiner=" ",
        fonts=("Noto Sans",),
        title="¿Ayuda la metformina a las personas con diabetes tipo 2?",
        blocks=(
            es(BlockKind.TITLE, "¿Ayuda la metformina a las personas con diabetes tipo 2?", level=1),
            es(BlockKind.HEADING, "Mensajes clave", level=2, key_messages=True),
            es(
                BlockKind.ITEM,
                "La metformina baja la glucosa (el azúcar) en la sangre de las personas con diabetes tipo 2.",
                level=1,
                key_messages=True,
            ),
            es(
                BlockKind.ITEM,
                "<b>No sabemos</b> si la metformina previene mejor que otros medicamentos los ataques al corazón.",
                level=1,
                key_messages=True,
            ),
            es(BlockKind.HEADING, "¿Qué es la diabetes tipo 2?", level=2),
            es(
                BlockKind.PARAGRAPH,
                "Las personas con diabetes tienen demasiada glucosa en la sangre.",
                "En la diabetes tipo 2, el cuerpo no produce suficiente <i>insulina</i> o no la usa bien.",
                "Puede leer más en la página de la <a1>Organización Mundial de la Salud</a1>.",
                links=(WHO,),
            ),
            es(
                BlockKind.PARAGRAPH,
                "Una prueba de sangre llamada HbA<sub>1c</sub> muestra la glucosa media de los últimos 2 a 3 meses.",
            ),
            es(BlockKind.HEADING, "¿Qué quisimos averiguar?", level=2),
            es(BlockKind.PARAGRAPH, "Quisimos saber si la metformina:"),
            es(BlockKind.ITEM, "baja la glucosa en la sangre;", level=1, ordered=True),
            es(BlockKind.ITEM, "tiene efectos no deseados:", level=1, ordered=True),
            es(BlockKind.ITEM, "en el estómago;", level=2),
            es(BlockKind.ITEM, "en los riñones;", level=2),
            es(BlockKind.ITEM, "evita los problemas que la diabetes puede causar.", level=1, ordered=True),
            es(BlockKind.HEADING, "¿Qué encontramos?", level=2),
            es(BlockKind.HEADING, "Efectos no deseados", level=3),
            es(BlockKind.PARAGRAPH, "Un estudio siguió a 753 personas durante unos 10,7 años (p < 0,05)."),
            es(BlockKind.CELL, "Efecto", table=1, row=0, column=0, header=True),
            es(BlockKind.CELL, "Con metformina", table=1, row=0, column=1, header=True),
            es(BlockKind.CELL, "Con placebo", table=1, row=0, column=2, header=True),
            es(BlockKind.CELL, "Diarrea", table=1, row=1, column=0, header=True),
            es(BlockKind.CELL, "más de 1 de cada 10", table=1, row=1, column=1),
            es(BlockKind.CELL, "menos de 1 de cada 10", table=1, row=1, column=2),
            es(BlockKind.CELL, "Acidez en la sangre", table=1, row=2, column=0, header=True),
            es(BlockKind.CELL, "menos de 1 de cada 10000", table=1, row=2, column=1),
            es(BlockKind.CELL, table=1, row=2, column=2),
            es(BlockKind.HEADING, "¿Cuán actualizada está esta evidencia?", level=2),
            es(BlockKind.PARAGRAPH, "La evidencia está actualizada hasta el 2 de diciembre de 2019."),
        ),
        banners=(),
        notices=(
            "Este folleto da información general. No sustituye el consejo de su médico.",
            "Si la traducción y el original en inglés difieren, prevalece el original en inglés.",
            "Traducción preparada por una máquina y revisada frase por frase por una persona.",
        ),
        facts=(
            Fact("Original en inglés", TITLE, "https://example.org/m", EN),
            Fact("Versión", "1.0"),
            Fact("Revisado por", "Ana Pérez"),
            Fact("Licencia", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
            Fact("Documento", "metformin"),
        ),
        choices=(
            LanguageChoice("ar", "العربية", "../ar/metformin.html"),
            LanguageChoice("en", "English", "../en/metformin.html"),
            LanguageChoice("es", "español", "metformin.html"),
            LanguageChoice("pt", "português", "../pt/metformin.html"),
        ),
        chrome=chrome("es"),
        about_heading="Acerca de este folleto",
        draft=False,
        sandbox=False,
        name="metformin",
    )


def arabic() -> Leaflet:
    """A final leaflet in Arabic, which is read from the right."""

    def ar(kind: BlockKind, *texts: str, **fields: object) -> LeafletBlock:
        return block(kind, *texts, language="ar", **fields)

    return Leaflet(
        document="metformin",
        language="ar",
        direction="rtl",
        joiner=" ",
        fonts=("Noto Sans Arabic",),
        title="هل يساعد الميتفورمين المصابين بالسكري من النوع 2؟",
        blocks=(
            ar(BlockKind.TITLE, "هل يساعد الميتفورمين المصابين بالسكري من النوع 2؟", level=1),
            ar(BlockKind.HEADING, "الرسائل الرئيسية", level=2, key_messages=True),
            ar(BlockKind.ITEM, "يخفض الميتفورمين مستوى السكر في الدم.", level=1, key_messages=True),
            ar(BlockKind.ITEM, "<b>لا نعرف</b> هل هو أفضل من الأدوية الأخرى.", level=1, key_messages=True),
            ar(BlockKind.HEADING, "ما هو السكري من النوع 2؟", level=2),
            ar(
                BlockKind.PARAGRAPH,
                "يكون السكر في دم المصابين بالسكري مرتفعًا جدًا.",
                "يُظهر فحص الدم HbA<sub>1c</sub> متوسط السكر في آخر شهرين إلى ثلاثة أشهر.",
                "يمكنك قراءة المزيد على موقع <a1>منظمة الصحة العالمية</a1>.",
                links=(WHO,),
            ),
            ar(BlockKind.CELL, "الأثر", table=1, row=0, column=0, header=True),
            ar(BlockKind.CELL, "مع الميتفورمين", table=1, row=0, column=1, header=True),
            ar(BlockKind.CELL, "الإسهال", table=1, row=1, column=0, header=True),
            ar(BlockKind.CELL, "أكثر من 1 من كل 10 أشخاص", table=1, row=1, column=1),
        ),
        banners=(),
        notices=("تقدم هذه النشرة معلومات عامة. وهي لا تغني عن مشورة طبيبك.",),
        facts=(
            Fact("الأصل الإنجليزي", TITLE, "https://example.org/m", EN),
            Fact("الإصدار", "1.0"),
        ),
        choices=(
            LanguageChoice("en", "English", "../en/metformin.html"),
            LanguageChoice("es", "español", "../es/metformin.html"),
        ),
        chrome=chrome("ar"),
        about_heading="حول هذه النشرة",
        draft=False,
        sandbox=False,
        name="metformin",
    )


def draft() -> Leaflet:
    """A draft in Spanish: banners, English in place of what is missing, a sentence that is said nearby."""

    def es(kind: BlockKind, *texts: str, **fields: object) -> LeafletBlock:
        return block(kind, *texts, language="es", **fields)

    return Leaflet(
        document="stroke",
        language="es",
        direction="ltr",
        joiner=" ",
        fonts=(),
        title="¿Ayudan los dispositivos robóticos a caminar mejor después de un ictus?",
        blocks=(
            es(BlockKind.TITLE, "¿Ayudan los dispositivos robóticos a caminar mejor después de un ictus?", level=1),
            es(BlockKind.HEADING, "Mensajes clave", level=2, key_messages=True),
            es(
                BlockKind.PARAGRAPH,
                "Los dispositivos robóticos ayudan a caminar de nuevo después de un ictus.",
                "EN We need more research to find out how often these devices should be used.",
                key_messages=True,
            ),
            es(BlockKind.HEADING, "EN What is a stroke?", level=2),
            es(BlockKind.PARAGRAPH, "<none/>", "Un ictus ocurre cuando se corta el paso de la sangre al cerebro."),
            es(BlockKind.ITEM, "EN Walking on a treadmill, <b>every day</b>.", level=1),
        ),
        banners=(
            "Borrador para revisar. No es para pacientes.",
            "Este texto es un borrador hecho por una máquina. Nadie lo ha revisado todavía.",
            "Las frases marcadas así aún no tienen traducción y se muestran en inglés.",
        ),
        notices=("Este folleto da información general. No sustituye el consejo de su médico.",),
        facts=(Fact("Versión", "1.0"),),
        choices=(),
        chrome=chrome("es"),
        about_heading="Acerca de este folleto",
        draft=True,
        sandbox=False,
        name="stroke-draft",
    )


SAMPLES = {"es": spanish, "ar": arabic, "draft": draft}
