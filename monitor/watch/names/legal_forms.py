"""Words at the end or the beginning of a company's name that only tell its legal form, and those that only tell what it is."""
# ruff: noqa: SIM905 lists as one writes them

from __future__ import annotations

import re

# Legal forms by country, as registers write them (ISO 20275, "Entity Legal Forms"), folded and without dots.
_LEGAL = """
inc incorporated ltd limited ltda llc llp lp plc corp corporation co company pllc
gmbh ag kg kgaa ug mbh ohg gbr ev se eg aktiengesellschaft gesellschaft
sa sas sarl sasu eurl sca snc sl slu srl spa sapi cv rl ltee cie sac sadecv sabdecv
nv bv cvba bvba vzw as asa aps ab hb oy oyj ry ans
ao oao ooo pao zao jsc pjsc ojsc cjsc tov vat pat doo dd ad ood eood kft zrt nyrt sp zoo spzoo
pvt pte pty private sdn bhd tbk pt kk gk yk wll llcfz fze fzco fzc saoc saog psc pjsco
anonim sirketi limitada anonima sociedad societe societa joint stock open closed the
"""
LEGAL = frozenset(_LEGAL.split())
# Tails that say what kind of body it is: dropped in running text, kept where two names differ by nothing else.
_GENERIC = """
group holding holdings international global technologies technology tech industries industry industrial systems solutions services service
enterprises enterprise trading bank group partners associates foundation institute organisation organization agency association
corporation company companies stocks india restaurant restaurants store stores shop market supermarket shopping society hotel hotels
"""
GENERIC = frozenset(_GENERIC.split())
FUNCTION = frozenset("of the and for de la le les du des di del della da do dos das van von der den y e i et und al el bin ibn ben".split())
# What stands before a person's name and is none of it.
TITLES = frozenset(
    "mr mrs ms dr prof sir lord lady dame president minister premier chancellor senator general colonel judge "
    "king queen prince princess sheikh pope".split()
)
# Dotted abbreviations: S.A. DE C.V., S.A.B. de C.V., Sp. z o.o., L.L.C., p.l.c., B.V.
_DOTTED = re.compile(
    r"(?<![^\s,(])(?:s\.\s?a\.\s?(?:b\.\s?)?de c\.\s?v\.?|sp\. ?z ?o\. ?o\.?|(?:[a-z]\.){1,5}[a-z]?\.?)(?=$|[\s,)])", re.IGNORECASE
)
_DOTTED_FORMS = frozenset("sadecv sabdecv spzoo llc plc llp sa sas spa bv nv ag ev sac srl sarl cv lp ooo bvba gmbh co ltd inc jsc".split())


def dotted_form(name: str) -> str:
    """Write the dotted legal forms of a name without their dots, so that each is one word: `HSBC Holdings p.l.c.` -> `... plc`."""
    return _DOTTED.sub(_undotted, name)


def _undotted(found: re.Match[str]) -> str:
    plain = re.sub(r"[.\s]", "", found.group()).lower()
    return plain if plain in _DOTTED_FORMS else found.group()
