"""Words that stand behind the names of companies, and name none by themselves."""

from __future__ import annotations

import re

from monitor.text.fold import fold_key

# Legal forms, folded and without full stops.
_FORMS_WRITTEN = (
    "plc inc incorporated ltd limited llc llp lp corp corporation co company gmbh ag kg kgaa ug sa sas sarl spa srl sl slu nv bv ab as aps "
    "oy oyj pty pvt pte bhd sdn tbk se kk jsc ojsc pjsc cjsc ooo oao zao pao doo kft zrt nyrt sro spzoo sadecv gup fgup "
    "ооо оао зао пао ао тов ат гуп фгуп 株式会社 有限公司 股份有限公司 주식회사"  # noqa: RUF001 in Cyrillic
)
# What makes a name longer and not another: "L3Harris Technologies", "Rostec Group".
_TAILS_WRITTEN = (
    "group holding holdings international industries industry technologies technology systems solutions services enterprises partners "
    "trading gruppe groupe grupo gruppo grup sirketi sirket sanayi ticaret compagnie compania societe gesellschaft "
    "группа холдинг компания корпорация شركه شركة مجموعة 集团 公司 グループ 그룹"
)
_FORMS = frozenset(_FORMS_WRITTEN.split())
_TAILS = frozenset(_TAILS_WRITTEN.split())
_JOINTS = frozenset({"&", "and", "und", "et", "de", "y", "z", "o"})
_TITLES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "mp", "mep", "qc", "kc", "esq", "the"})
_WORD = re.compile(r"[^\W_]+|&")


def is_legal_form(text: str) -> bool:
    """Tell whether a text is a legal form and nothing else: `plc`, `S.A.`, `GmbH & Co. KG`."""
    return _is_of(_words(text), _FORMS)


def is_generic(text: str) -> bool:
    """Tell whether a text is made of legal forms and of words that many companies have behind their name: `Group`, `Holdings plc`."""
    return _is_of(_words(text), _FORMS | _TAILS)


def belongs_after_comma(text: str) -> bool:
    """Tell whether a text behind a comma belongs to the name before it: `Holdings, plc`, `Martin Luther King, Jr.`, `Post, the`."""
    return is_legal_form(text) or _is_of(_words(text), _TITLES)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold_key(text).replace(".", "").replace("/", ""))


def _is_of(words: list[str], known: frozenset[str]) -> bool:
    if not words:
        return False
    return "".join(words) in known or (all(word in known or word in _JOINTS for word in words) and not _JOINTS.issuperset(words))
