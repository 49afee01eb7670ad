"""Which house a record in the publicwhip format is of, told by its ids and its address, and where its speeches can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.model import Kind

if TYPE_CHECKING:
    from lxml import etree

_LONDON = ZoneInfo("Europe/London")
_CANBERRA = ZoneInfo("Australia/Canberra")
_THEYWORKFORYOU = "https://www.theyworkforyou.com"
_OPENAUSTRALIA = "https://www.openaustralia.org.au"
_ID = re.compile(r"uk\.org\.publicwhip/([\w-]+)(?:/(\w\w))?/")
_AUSTRALIAN = re.compile(r"openaustralia|aph\.gov\.au")


@dataclass(frozen=True, slots=True)
class House:
    """A house's slug and name, the clock of its town, the language of its record, the page where an id is read, what a speech in it is."""

    slug: str
    title: str
    zone: ZoneInfo = _LONDON
    lang: str = "en"
    page: str = ""
    speech: Kind = Kind.SPEECH

    def page_of(self, native: str | None) -> str | None:
        """Give the address of a speech by its id."""
        return f"{self.page}?id={native.rpartition('/')[2]}" if native and self.page else None


def _uk(slug: str, title: str, path: str) -> House:
    return House(slug, title, page=f"{_THEYWORKFORYOU}/{path}/")


# By the word in the ids: uk.org.publicwhip/WORD/DATE...
_HOUSES = {
    "debate": _uk("commons", "House of Commons", "debates"),
    "lords": _uk("lords", "House of Lords", "lords"),
    "westminhall": _uk("westminster-hall", "Westminster Hall", "whall"),
    "wrans": _uk("commons", "Written answers", "wrans"),
    "lordswrans": _uk("lords", "Written answers, House of Lords", "wrans"),
    "wms": replace(_uk("commons", "Written statements", "wms"), speech=Kind.STATEMENT),
    "lordswms": replace(_uk("lords", "Written statements, House of Lords", "wms"), speech=Kind.STATEMENT),
    "standing": _uk("commons", "Public bill committee", "pbc"),
    "spor": _uk("scotland", "Scottish Parliament", "sp"),
    "sp": _uk("scotland", "Scottish Parliament", "sp"),
    "spwa": _uk("scotland", "Written answers, Scottish Parliament", "spwrans"),
    "ni": _uk("northern-ireland", "Northern Ireland Assembly", "ni"),
    "senedd": _uk("wales", "Senedd", "senedd"),
    "wales": _uk("wales", "Senedd", "senedd"),
    "lmqs": _uk("london", "Mayor's Questions", "london"),
}
_AUSTRALIA = {
    "debate": House("representatives", "House of Representatives", _CANBERRA, page=f"{_OPENAUSTRALIA}/debates/"),
    "lords": House("senate", "Senate", _CANBERRA, page=f"{_OPENAUSTRALIA}/senate/"),
}
_NOWHERE = House("", "Record")


def house_of(root: etree._Element, url: str) -> House:
    """Tell the house. OpenAustralia uses the ids of the British houses; its links and its first element tell it apart."""
    units = [each for each in root if each.get("id")]
    found = next((match for match in (_ID.match(each.get("id", "")) for each in units) if match), None)
    is_australian = _AUSTRALIAN.search(url) is not None or (
        root.tag == "debates" and any(_AUSTRALIAN.search(each.get("url", "")) or each.get("talktype") for each in units)
    )
    if is_australian:
        word = "lords" if "senate" in url or (found is not None and found[1] == "lords") else "debate"
        return _AUSTRALIA[word]
    if found is None:
        return _NOWHERE
    house = _HOUSES.get(found[1], House(found[1], found[1]))
    is_welsh = found[2] == "cy" or "/cy/" in url
    return replace(house, lang="cy") if is_welsh else house
