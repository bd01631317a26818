"""Names of months and other words that stand in columns of dates, as tables spell them."""

from __future__ import annotations

from incidents.model.folding import fold

_MONTHS = """
    1 january jan janvier janv ocak يناير جانفي ژانویه | كانون الثاني | کانوونی دووەم
    2 february feb février fevr fév şubat شباط فبراير فيفري فوریه شوبات
    3 march mar mars mart آذار اذار مارس ئازار
    4 april apr avril avr nisan نيسان أبريل ابريل إبريل أفريل آوریل
    5 may mai mayıs أيار ايار مايو مايس ماي ئایار
    6 june jun juin haziran حزيران يونيو يونيه جوان ژوئن حوزەیران
    7 july jul juillet juil temmuz تموز يوليو يوليه جويلية يوليوز ژوئیه تەمووز
    8 august aug août ağustos آب اغسطس أغسطس أوت غشت ئاب اوت
    9 september sep sept septembre eylül أيلول ايلول سبتمبر شتنبر سپتامبر ئەیلوول
    10 october oct octobre ekim أكتوبر اكتوبر اکتبر | تشرين الأول | تشرين الاول | تشرینی یەکەم
    11 november nov novembre kasım نوفمبر نونبر نوامبر | تشرين الثاني | تشرینی دووەم
    12 december dec décembre déc aralık ديسمبر دجنبر دسامبر | كانون الأول | کانوونی یەکەم
"""

_HIJRI_MONTHS = """
    1 محرم muharram | محرم الحرام
    2 صفر safar
    3 rabi1 | ربيع الأول | ربيع الاول | rabi al awwal | rabi i
    4 rabi2 | ربيع الثاني | ربيع الآخر | rabi al thani | rabi ii
    5 jumada1 | جمادى الأولى | جمادى الاولى | جمادى الأول | jumada al awwal | jumada i
    6 jumada2 | جمادى الآخرة | جمادى الثانية | جمادى الثاني | jumada al thani | jumada ii
    7 رجب rajab
    8 شعبان shaban sha'ban
    9 رمضان ramadan | رمضان المبارك
    10 شوال shawwal
    11 | ذو القعدة | ذي القعدة | dhu al qadah
    12 | ذو الحجة | ذي الحجة | dhu al hijjah
"""

_LEFT_OUT = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun lundi mardi mercredi jeudi vendredi samedi dimanche الاثنين الإثنين الثلاثاء "
    "الأربعاء الاربعاء الخميس الجمعة السبت الأحد الاحد اثنين ثلاثاء اربعاء خميس جمعة سبت احد "
    "يوم of the de du le في من شهر سنة عام م هـ ه ad ah"
)

_RELATIVE = (
    "today yesterday tomorrow last next ago recently now tonight hier aujourd hui demain "
    "اليوم أمس امس البارحة غدا الماضي الماضية قبل الآن القادم"
)


def _table(text: str) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for line in text.strip().splitlines():
        number, _, names = line.strip().partition(" ")
        single, *phrases = names.split("|")
        for name in (*single.split(), *phrases):
            found[tuple(fold(name).split())] = int(number)
    return found


MONTHS = _table(_MONTHS)
"""The folded words of a month's name to its number: English, French, Turkish, Persian, Kurdish
and Arabic as it is written in the Levant, in Iraq, Egypt, the Gulf and the Maghreb."""

HIJRI_MONTHS = _table(_HIJRI_MONTHS)

LEFT_OUT = frozenset(fold(_LEFT_OUT).split())
"""Words beside a date that say nothing more: days of the week and articles."""

RELATIVE = frozenset(fold(_RELATIVE).split())
"""Words that mean a day only to somebody who knows when they were written."""
