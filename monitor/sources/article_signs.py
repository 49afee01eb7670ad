"""The signs by which a page that came instead of an article is known: a paywall, a bot wall, a consent page, "not found".

Outside of titles a sign counts only beside little text: a whole article may well carry a captcha under its comments. What is met is
never evaded; it is named, so that a person can decide what to do.
"""

from __future__ import annotations

import re

SHORT = 80  # words: a page with more of them is an article, whatever else is on it
TEASER = 200  # words that a paywall may show
_SEEN = 400_000  # characters in which a page shows what it is
_START = 20_000  # bytes in which a page begins to be one
_HTML_TYPES = ("text/html", "application/xhtml", "application/xml", "text/xml")
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|meta)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE)
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"ID3", b"\x00\x00\x00")

_WALL_TITLES = re.compile(
    r"just a moment|attention required|access denied|access to this page has been denied|ddos-guard|are you a (?:robot|human)"
    r"|pardon our interruption|(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human|robot check|security check|bot verification"
    r"|checking your browser|one moment, please|un instant\.\.\.|bir dakika lütfen|einen moment|проверка браузера",
    re.IGNORECASE,
)
_WALL_MARKS = re.compile(
    r"cf-browser-verification|_cf_chl_opt|cf-challenge|px-captcha|captcha-delivery\.com|geo\.captcha|incapsula incident|_incapsula_resource"
    r"|enable javascript and cookies to continue|please enable js and disable any ad blocker|unusual traffic from your|reference&#32;&#35;",
    re.IGNORECASE,
)
_CONSENT_HOSTS = re.compile(r"https?://(?:consent|cmp|guce|privacy|cookie)[.-]", re.IGNORECASE)
_CONSENT_TITLES = re.compile(
    r"before you continue|bevor sie (?:zu .{1,40} )?(?:weitergehen|fortfahren)|avant d'acc|cookie consent", re.IGNORECASE
)
_CONSENT_MARKS = re.compile(
    r"we value your privacy|before you continue to|accept all cookies|alle cookies akzeptieren|tout accepter|çerezleri kabul"
    r"|принять все cookie",
    re.IGNORECASE,
)
_PAYWALL_MARKS = re.compile(
    r"""(?:class|id)\s*=\s*["'][^"'>]{0,200}\b(?:paywall|regwall|meteredcontent|subscribers?-only|tp-container)\b|already a subscriber\?""",
    re.IGNORECASE,
)
_PAYWALL_WORDS = re.compile(
    r"subscribe to (?:continue|keep) reading|subscribe to read (?:the full|this)"
    r"|to continue reading,? (?:please )?(?:subscribe|log in|sign in|register)"
    r"|this (?:article|content|story) is (?:only )?(?:for|available to|reserved for) (?:our )?(?:paying |premium )?(?:subscribers|members)"
    r"|article réservé aux abonnés|réservé à nos abonnés|il vous reste .{1,12} de cet article"
    r"|weiterlesen mit .{1,20}(?:plus|abo|\+)|jetzt abonnieren und weiterlesen|dieser artikel ist (?:exklusiv )?für abonnenten"
    r"|contenido exclusivo para suscriptores|riservato agli abbonati|conteúdo exclusivo para assinantes"
    r"|материал доступен (?:только )?(?:по подписке|подписчикам)|sadece aboneler",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"^\W*(?:error\s+|fehler\s+|erreur\s+)?(?:404\b|not\s+found\b"
    r"|(?:page|article|story|content)\s+(?:not|cannot be|could not be|can't be)\s+found"
    r"|(?:this )?page (?:does not|doesn't|no longer) exist|(?:die )?seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)"
    r"|página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden|страница не найдена|сторінку не знайдено"
    r"|sayfa bulunamad\u0131|siden (?:blev )?ikke fun(?:d|n)et|nie znaleziono strony|الصفحة غير موجودة)"
    r"|[-|:\u2013\u2014]\s*(?:error\s+)?404(?:\s+(?:error|not found|page))?\W*$",
    re.IGNORECASE,
)


def is_html(body: bytes, content_type: str) -> bool:
    """Tell whether a document is a web page: by its header where it says so, and by its bytes in any case."""
    named = content_type.partition(";")[0].strip().lower()
    if (named and not named.startswith(_HTML_TYPES)) or body.startswith(_BINARY):
        return False
    start = body[:_START].replace(b"\0", b"")  # as UTF-16 has them between the letters
    return _TAG.search(start) is not None and _FEED.search(start) is None


def is_paywall(markup: str, words: int) -> bool:
    """Tell whether a page shows a beginning and asks to be paid for the rest."""
    if words < SHORT and _PAYWALL_MARKS.search(markup, 0, _SEEN) is not None:
        return True
    return words < TEASER and _PAYWALL_WORDS.search(markup, 0, _SEEN) is not None


def is_bot_wall(title: str, markup: str, words: int) -> bool:
    """Tell whether a page checks for browsers."""
    return words < SHORT and (_WALL_TITLES.match(title) is not None or _WALL_MARKS.search(markup, 0, _SEEN) is not None)


def is_consent(url: str, title: str, markup: str, words: int) -> bool:
    """Tell whether a page wants to be agreed with before it shows anything."""
    if _CONSENT_HOSTS.match(url):
        return True
    return words < SHORT and (_CONSENT_TITLES.match(title) is not None or _CONSENT_MARKS.search(markup, 0, _SEEN) is not None)


def is_not_found(title: str, words: int) -> bool:
    """Tell whether a page says "not found", though its status said otherwise."""
    return words < 2 * SHORT and _NOT_FOUND.search(title) is not None
