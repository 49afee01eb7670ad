"""Words in names that are translated rather than respelled: `Mount Kenya` is `monte Kenia`, `جبل كينيا`.

Only words that say what kind of thing is named; each row is one meaning, in letters as they are compared (see `text.scripts`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEANINGS = """
mount monte mont monti berg dagi gora gory гора горы горе جبل הר parvat maunt
lake lago lac see golu ozero озеро بحيره אגמ
river rio fleuve fluss nehri reka река نهر נהר
island isla ile insel adasi ostrov остров جزيره האי
bank banco banque banca bankasi banka банк банка بنك בנק
university universidad universite universitat universitesi universita universidade университет جامعه אוניברסיטת
ministry ministerio ministere ministerium bakanligi ministero министерство وزاره משרד
insurance assurances assurance seguros versicherung versicherungen sigorta assicurazioni страхование تامين ביטוח
police policia polizia polizei politie politiezone policja полиция شرطه משטרת
post correos poste posta poczta correios почта بريد דואר
supermarket supermarche supermercado supermercato supermarkt супермаркет سوبرماركت
mobility mobilite mobiliteit movilidad mobilitat mobilidade
energy energie energia energii энергия энерго طاقه
railway railways ferrocarril ferrocarriles chemin bahn demiryollari железная railroad
airlines airline airways aerolineas aeriennes havayollari авиалинии طيران
foundation fundacion fondation stiftung vakfi fondazione фонд موسسه קרנ
group grupo groupe gruppe grubu gruppo grupa группа مجموعه קבוצת
company compania compagnie gesellschaft sirketi compagnia компания شركه חברת
hotel hotels hoteles oteli otel отель гостиница فندق מלונ
hospital hopital krankenhaus hastanesi ospedale больница مستشفي בית
pharmacy farmacia pharmacie apotheke eczanesi аптека صيدليه
bakery panaderia boulangerie backerei firini пекарня مخبز מאפה
bookstore libreria librairie buchhandlung kitabevi книжныи مكتبه
coffee cafe kaffee kahve caffe кофе قهوه קפה
factory fabrica usine fabrik fabrikasi fabbrica завод фабрика مصنع
institute instituto institut enstitusu istituto институт معهد מכונ
party partido parti partei partisi partito партия حزب מפלגת
front frente faktor cephesi fronte фронт جبهه חזית
army ejercito armee ordusu esercito армия جيش צבא
council consejo conseil rat konseyi consiglio совет مجلس מועצת
union sindicato syndicat gewerkschaft sendikasi союз اتحاد איגוד
"""
_MEANING_OF: Mapping[str, int] = MappingProxyType(
    {word: number for number, row in enumerate(_MEANINGS.split("\n")) for word in row.split()}
)


def translations(letters: str) -> tuple[str, ...]:
    """List what a word that says a kind of thing is in other languages; nothing for other words."""
    meaning = _MEANING_OF.get(letters)
    return () if meaning is None else tuple(word for word, other in _MEANING_OF.items() if other == meaning)


def is_translation(one: str, other: str) -> bool:
    """Tell whether two words, in letters as they are compared, say the same kind of thing in two languages."""
    meaning = _MEANING_OF.get(one)
    return meaning is not None and meaning == _MEANING_OF.get(other)


def says_a_kind(letters: str) -> bool:
    """Tell whether a word only says what kind of thing is named."""
    return letters in _MEANING_OF
