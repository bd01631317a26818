"""What people call the columns of a table of incidents, in English, Arabic and French."""

from __future__ import annotations

import re

from incidents.model.folding import fold

# The usual names first: where two columns fit alike, the better known wins.
_NAMES = """
native_id: event id; incident id; id; case id; record id; event id cnty; eventid;
    sind event id; reference; ref; code incident; identifiant; رقم الحادث; رقم الحادثة;
    المعرف; معرف; الرقم
event_date: event date; incident date; date of incident; date of event; date; day;
    start date; date start; date from; from; التاريخ; تاريخ الحادث; تاريخ الحادثة; تاريخ;
    اليوم; تاريخ البدء; date de l incident; date incident; date debut; jour
end_date: end date; date end; date to; until; to; تاريخ الانتهاء; تاريخ النهاية; date fin;
    date de fin
event_type: event type; incident type; type of incident; type of event; type; category;
    attack type; attacktype; event category; kind; نوع الحادث; نوع الحادثة; نوع الهجوم;
    النوع; نوع; التصنيف; الفئة; type d incident; type d evenement; type incident; categorie
sub_event_type: sub event type; event sub type; subtype; sub type; sub category;
    النوع الفرعي; نوع فرعي; sous type; sous categorie
weapon: weapon; weapon type; weapons; weapon used; weapon carried used; means; السلاح;
    نوع السلاح; الأداة; arme; type d arme; armes
target: target; target type; targets; الهدف; المستهدف; نوع الهدف; الجهة المستهدفة; cible
title_en: title; headline; title en; incident name; event name; titre
title_ar: title ar; العنوان; عنوان; عنوان الخبر
location: location; place; location name; place name; where; city; town; village; locality;
    city town; المكان; الموقع; مكان الحادث; موقع الحادث; المدينة; المنطقة; البلدة; القرية;
    lieu; localite; ville
location_ar: location ar; place ar; المكان بالعربية
admin1: admin1; admin 1; adm1; adm1 name; admin1 name; governorate; province; state;
    provstate; region; المحافظة; محافظة; الولاية; gouvernorat; wilaya
country: country; country code; country iso; iso3; iso 3; country name; iso; الدولة; البلد;
    دولة; بلد; pays
site_type: site type; facility type; location type; place type; نوع الموقع; نوع المكان;
    type de lieu
latitude: latitude; lat; y; gps latitude; gps lat; latitude dd; y coord; point y; خط العرض;
    دائرة العرض; العرض
longitude: longitude; lon; long; lng; x; gps longitude; gps lon; longitude dd; x coord;
    point x; خط الطول; الطول
geo_precision: geo precision; location precision; where prec; precision; location accuracy;
    accuracy; geoprecision; دقة الموقع; الدقة; precision geographique
fatalities_best: fatalities; killed; deaths; dead; number killed; total killed;
    killed total; total deaths; people killed; nkill; fatalities best; deaths best; best;
    casualties killed; القتلى; عدد القتلى; قتلى; القتلي; الشهداء; عدد الشهداء; الوفيات;
    عدد الوفيات; morts; tues; nombre de morts; deces
fatalities_low: fatalities low; killed min; killed low; deaths low; deaths min;
    minimum killed; min killed; low; الحد الأدنى للقتلى; morts min
fatalities_high: fatalities high; killed max; killed high; deaths high; deaths max;
    maximum killed; max killed; high; الحد الأعلى للقتلى; الحد الأقصى للقتلى; morts max
injured_best: injured; wounded; number injured; total injured; injuries; nwound;
    injured best; الجرحى; عدد الجرحى; جرحى; المصابون; المصابين; الإصابات; عدد المصابين;
    blesses; nombre de blesses
injured_low: injured low; injured min; wounded min; الحد الأدنى للجرحى; blesses min
injured_high: injured high; injured max; wounded max; الحد الأعلى للجرحى;
    الحد الأقصى للجرحى; blesses max
summary: summary; description; event description; incident description; narrative; details;
    what happened; event summary; الوصف; وصف الحادث; التفاصيل; تفاصيل; الملخص; ملخص; resume
notes: notes; note; comments; comment; remarks; additional notes; ملاحظات; الملاحظات;
    ملاحظة; remarques; observations; commentaires
perpetrator: perpetrator; perpetrators; reported perpetrator name; perpetrator name;
    perpetrator group; perpetrator group name; attributed to; responsible;
    reported perpetrator; attacker; actor; actor1; gname; group; الجهة المنفذة;
    الجهة المسؤولة; الجهة; المنفذ; الفاعل; الجاني; المهاجم; auteur; auteurs; groupe
claimed_by: claimed by; claim by; responsibility claimed by; claimant; الجهة المتبنية; تبنى;
    المتبني; revendique par; revendication
denied_by: denied by; denial by; نفى; الجهة النافية; dementi par
victim: victim; victims; victim name; victim group; الضحية; الضحايا; المجني عليه; victime;
    victimes
sources: source; sources; source name; reported by; reporting organisation; publisher;
    المصدر; المصادر
source_url: source url; url; link; source link; web address; الرابط; رابط; رابط المصدر; lien
"""

# Base of an HXL tag and the attributes that all have to be there, to what it means.
_TAGS = """
#date +end: end_date
#date: event_date
#event +type: event_type
#event +subtype: sub_event_type
#event +id: native_id
#meta +id: native_id
#id: native_id
#event +description: summary
#event +name: title_en
#description: summary
#loc +type: site_type
#loc: location
#adm1: admin1
#admin1: admin1
#country: country
#geo +lat: latitude
#geo +lon: longitude
#geo +precision: geo_precision
#lat: latitude
#lon: longitude
#long: longitude
#affected +killed +min: fatalities_low
#affected +killed +max: fatalities_high
#affected +killed: fatalities_best
#affected +injured +min: injured_low
#affected +injured +max: injured_high
#affected +injured: injured_best
#weapons: weapon
#weapon: weapon
#item +weapon: weapon
#targeted: target
#group +perp: perpetrator
#actor +perp: perpetrator
#group +victim: victim
#actor +victim: victim
#meta +source: sources
#meta +url: source_url
#meta +link: source_url
#meta +notes: notes
#meta +comments: notes
"""

_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Attributes that make a date a part of one, or a name something that is counted by it.
_OTHER_DATES = frozenset({"year", "month", "week", "reported", "updated", "created", "published"})

# Any other attribute of a toll says of whom: health workers killed are not all who were killed.
_OF_EVERYBODY = frozenset({"killed", "injured", "min", "max", "num", "total", "ind"})


def plain_name(name: str) -> str:
    """Return a column's name as names are compared here."""
    return " ".join(fold(_HUMPS.sub(" ", name).replace("_", " ")).split())


def _read_names() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for line in _NAMES.strip().replace("\n    ", " ").splitlines():
        field, _, names = line.partition(":")
        found[field] = {plain_name(name): at for at, name in enumerate(names.split(";"))}
    return found


def _read_tags() -> list[tuple[str, frozenset[str], str]]:
    found = []
    for line in _TAGS.strip().splitlines():
        tag, _, field = line.partition(":")
        base, *attributes = tag.split()
        found.append((base, frozenset(each[1:] for each in attributes), field.strip()))
    return found


NAMES = _read_names()
"""Field to the names that its columns have, folded, and how far down the list each stands."""

_READ_TAGS = _read_tags()


def field_of_tag(tag: str) -> tuple[str, int]:
    """Return the field that an HXL tag means and how well it says so; "" for none of ours.

    Of several columns with one meaning, a name is better than a code, and a country's code better
    than its name.
    """
    base, *attributes = re.sub(r"\s*\+\s*", " +", tag.strip().lower()).split()
    given = {each[1:] for each in attributes}
    for known, needed, field in _READ_TAGS:
        if base == known and needed <= given:
            if field == "event_date" and given & _OTHER_DATES:
                return "", 0
            if field in {"location", "admin1"} and "code" in given:
                return "", 0
            if base == "#affected" and given - _OF_EVERYBODY:
                return "", 0
            if "ar" in given and field in {"location", "title_en"}:
                return {"location": "location_ar", "title_en": "title_ar"}[field], 1
            better = {"code", "iso", "iso3", "name"} if field == "country" else {"name", "start"}
            rank = len(given & better) + ("iso" in given) + ("code" in given)
            return field, rank
    return "", 0
