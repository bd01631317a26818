"""Words that anybody's table may hold, and what each says by itself."""

from __future__ import annotations

from incidents.model.folding import fold
from incidents.model.vocabularies import SUB_EVENT_TYPES, ActorKind, EventType, GeoPrecision

UNCODED = str(EventType.UNCODED)

# Only words that say what ACLED's type asks: a shooting may be a battle or an attack on civilians.
_KINDS = """
Explosions/Remote violence: bomb; bombing; bomb attack; bomb blast; explosion; blast;
    detonation; bombing explosion; explosive; remote violence; bombardment; indirect fire;
    تفجير; تفجيرات; انفجار; قصف; قنبلة; explosion; bombardement; attentat a la bombe;
    engin explosif
Remote explosive/landmine/IED: ied; ied attack; ied explosion; ied detonation;
    roadside bomb; roadside ied; improvised explosive device;
    improvised explosive device ied; car bomb; vbied; landmine; mine; land mine;
    mine explosion; landmine explosion; remote explosive; عبوة ناسفة; عبوات ناسفة;
    انفجار عبوة ناسفة; تفجير عبوة ناسفة; سيارة مفخخة; مفخخة; لغم; لغم أرضي; ألغام;
    انفجار لغم; engin explosif improvise; eei; mine terrestre; voiture piegee
Suicide bomb: suicide bomb; suicide bombing; suicide attack; suicide bomber; svbied;
    تفجير انتحاري; هجوم انتحاري; عملية انتحارية; انتحاري; attentat suicide; attaque suicide
Air/drone strike: airstrike; airstrikes; air strike; air strikes; air raid;
    aerial bombardment; drone strike; drone attack; uav strike; uav attack; drone;
    غارة جوية; غارات جوية; غارة; قصف جوي; ضربة جوية; طائرة مسيرة; هجوم بطائرة مسيرة;
    قصف بطائرة مسيرة; frappe aerienne; frappes aeriennes; raid aerien; frappe de drone
Shelling/artillery/missile attack: shelling; artillery; artillery fire; artillery shelling;
    mortar; mortars; mortar attack; mortar fire; rocket; rockets; rocket attack;
    rocket fire; missile; missile attack; missile strike; قصف مدفعي; قصف صاروخي; صواريخ;
    هجوم صاروخي; سقوط صاروخ; هاون; قذيفة هاون; قذائف هاون; tir de roquette; tir d obus;
    tirs d artillerie
Grenade: grenade; grenades; hand grenade; grenade attack; رمانة يدوية; قنبلة يدوية; جرينيد
Chemical weapon: chemical weapon; chemical weapons; chemical attack; سلاح كيميائي;
    هجوم كيميائي
Battles: battle; fighting; معركة; معارك; قتال
Armed clash: armed clash; armed clashes; clash; clashes; firefight; armed confrontation;
    اشتباك; اشتباكات; اشتباك مسلح; اشتباكات مسلحة; مواجهات مسلحة; affrontement;
    affrontements; affrontement arme
Violence against civilians: violence against civilians; attack on civilians;
    civilian targeting
Attack: assassination; targeted killing; murder; execution; extrajudicial killing; massacre;
    اغتيال; عملية اغتيال; محاولة اغتيال; إعدام; مجزرة; assassinat; meurtre;
    execution sommaire
Abduction/forced disappearance: abduction; abductions; kidnapping; kidnap; kidnappings;
    hostage taking; enforced disappearance; forced disappearance; اختطاف; خطف; عملية خطف;
    إخفاء قسري; احتجاز رهائن; enlevement; prise d otages; disparition forcee
Sexual violence: sexual violence; rape; sexual assault; اغتصاب; عنف جنسي; violence sexuelle;
    viol
Protests: protest; protests; demonstration; demonstrations; sit in; احتجاج; احتجاجات; اعتصام;
    وقفة احتجاجية; تظاهرة; تظاهرات; مظاهرة; مظاهرات; تظاهرة احتجاجية; مظاهرة احتجاجية
Peaceful protest: peaceful protest; peaceful demonstration; تظاهرة سلمية; مظاهرة سلمية;
    تظاهرات سلمية; مظاهرات سلمية
Riots: riot; riots; rioting; شغب; أعمال شغب; emeute; emeutes
Violent demonstration: violent demonstration; violent protest
Mob violence: mob violence; lynching; mob attack
Arrests: arrest; arrests; mass arrest; اعتقال; اعتقالات; حملة اعتقالات; arrestation;
    arrestations
Looting/property destruction: looting; property destruction; arson; نهب; حرق; pillage;
    incendie criminel
Agreement: agreement; ceasefire; peace agreement; اتفاق; هدنة; وقف إطلاق النار;
    cessez le feu
Disrupted weapons use: disrupted weapons use; weapons cache; ied found; ied defused;
    controlled detonation; إبطال عبوة ناسفة; تفكيك عبوة ناسفة
"""

_NOBODY = """
unknown; unidentified; unspecified; undetermined; not known; not identified; none; nobody;
    no one; n a; na; nan; null; no information; not stated; not reported; not available;
    not applicable; unclear; tbd; no claim; no claim of responsibility; unclaimed; مجهول;
    مجهولون; مجهولين; مجهولة; غير معروف; غير معروفة; غير محدد; غير معلوم; لا يوجد; لا احد;
    لم تتبن اي جهة; inconnu; inconnus; non identifie; non identifies; aucun
"""

_NOT_NAMED = """unknown unidentified unspecified undetermined مجهول مجهولون مجهولين مجهولة inconnu
    inconnus"""

_PRECISIONS = """
site: site; exact; exact location; exact point; gps; building; address; street; موقع دقيق;
    دقيق
neighbourhood: neighbourhood; neighborhood; quarter; حي; quartier
city: city; town; village; locality; settlement; precise; precise location; مدينة; قرية;
    بلدة; ville
vicinity: vicinity; near; nearby; approximate; approximately; approx; around; small area;
    تقريبي; قرب
district: district; county; admin2; adm2; commune; municipality;
    district communicipality or commune; قضاء
governorate: governorate; province; state; region; admin1; adm1; province state governorate;
    محافظة
country: country; national; دولة; pays
none: none; unknown; estimated sea air coordinates; linear feature;
    linear feature e g along road river; no information
"""

_PARTS = """
state forces: army; military; police; soldiers; gendarmerie; armed forces; security forces;
    الجيش; الشرطة; القوات الامنية; جيش; شرطة; armee
civilians: civilian; civilians; villagers; protesters; protestors; students; farmers;
    journalists; مدنيون; مدنيين; مدني; المدنيين; متظاهرون; متظاهرين; civils
"""

_COUNTRIES = """
AFG أفغانستان; ARE الإمارات; BHR البحرين; DJI جيبوتي; DZA الجزائر; DZA Algérie; EGY مصر;
EGY Egypte; IRN إيران; IRQ العراق; IRQ عراق; IRQ Irak; ISR إسرائيل; JOR الأردن;
JOR Jordanie; KWT الكويت; LBN لبنان; LBN Liban; LBY ليبيا; LBY Libye; MAR المغرب;
MAR Maroc; MLI مالي; MRT موريتانيا; NER النيجر; NGA نيجيريا; OMN عمان; PAK باكستان;
PSE فلسطين; QAT قطر; SAU السعودية; SDN السودان; SDN Soudan; SOM الصومال;
SSD جنوب السودان; SYR سوريا; SYR سورية; SYR Syrie; TCD تشاد; TCD Tchad; TUN تونس;
TUN Tunisie; TUR تركيا; TUR Turquie; UKR أوكرانيا; YEM اليمن; CMR Cameroun;
CAF République centrafricaine; ETH Ethiopie; COD RDC
"""

_FIGURES = """
exact: people; persons; person; civilians; civilian; soldiers; police; مدني; مدنيين; شخص;
    اشخاص; personnes
fatalities: killed; dead; deaths; death; fatalities; martyrs; قتيل; قتلى; شهيد; شهداء;
    morts; mort; tues
injured: injured; wounded; injuries; جريح; جرحى; مصاب; مصابين; مصابون; blesses; blesse
at least: at least; minimum; min; more than; over; على الأقل; ما لا يقل عن; أكثر من;
    au moins; plus de
about: about; around; approximately; approx; circa; some; نحو; حوالي; قرابة; ما يقارب;
    environ
"""

_FACILITIES = """
ambulance ambulances bank bakery base building buildings bus camp car centre center centres
centers checkpoint church clinic clinics compound convoy courthouse dispensary embassy factory farm
field foreign government guesthouse health highway home homes hospital hospitals hotel house
houses kindergarten laboratory market markets medical mobile mosque office offices other outpost
pharmacy pharmacies pipeline police post primary prison private property public religious
residence residential restaurant road roads route school schools shop shops site station street
transport university unknown vehicle vehicles warehouse workplace in en transit at of on the and or
facility facilities ngo un military civilian clinical emergency
"""

# Sub-event types of ACLED's that mean something only beside their event type.
_SAY_TOO_LITTLE = ("attack", "other")


def plain_word(cell: str) -> str:
    """Return a cell as these tables hold it."""
    return " ".join(fold(cell.replace("_", " ")).split())


def words_of(text: str) -> dict[str, str]:
    """Return each folded phrase of lines such as `meaning: phrase; phrase` to its meaning."""
    found: dict[str, str] = {}
    for line in text.strip().replace("\n    ", " ").splitlines():
        meaning, _, phrases = line.partition(":")
        found |= {plain_word(each): meaning for each in phrases.split(";")}
    return found


def _read_kinds() -> dict[str, tuple[str, str]]:
    """Return each folded word to its event type and sub-event type."""
    of_sub = {sub: str(kind) for kind, subs in SUB_EVENT_TYPES.items() for sub in subs}
    own = {plain_word(sub): sub for sub in of_sub}
    own |= {plain_word(kind): str(kind) for kind in EventType}
    meanings = {word: meaning for word, meaning in (words_of(_KINDS) | own).items()
                if word not in _SAY_TOO_LITTLE}  # fmt: skip
    return {
        word: (of_sub[meaning], meaning) if meaning in of_sub else (meaning, UNCODED)
        for word, meaning in meanings.items()
    }


KINDS = _read_kinds()
"""A folded word to the event type and sub-event type it says, the latter `Not coded` where it
does not say so much."""

VALUELESS = frozenset(plain_word(each) for each in _NOBODY.split(";"))
"""Folded cells that say that nothing is known."""

NOT_NAMED = frozenset(fold(_NOT_NAMED).split())
"""Folded words that show that whoever is spoken of is not named."""

PRECISIONS = words_of(_PRECISIONS) | {str(each): str(each) for each in GeoPrecision}

PARTS = {word: str(ActorKind(kind)) for word, kind in words_of(_PARTS).items()}
"""A folded word in a party's name to the sort of party."""

FIGURES = words_of(_FIGURES)
"""A folded phrase beside a figure to what it makes of it: `exact`, `at least` or `about`, or of
which toll it speaks."""

FACILITIES = frozenset(fold(_FACILITIES).split())
"""Folded words that say what sort of place something is; no place is named by them alone."""

COUNTRIES = {plain_word(each.strip()[4:]): each.strip()[:3] for each in _COUNTRIES.split(";")}
"""Arabic and French names of countries, folded, where they differ from the English."""
