"""What months are called in the languages that feeds are dated in."""

# ruff: noqa: RUF001 the letters of other alphabets are the subject here

from __future__ import annotations

import unicodedata
from functools import lru_cache

# January to December; forms of one month are parted by "/". A shorter form is found by its beginning, so only irregular ones stand here.
_NAMES = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "januar/jänner/jaenner februar/feber märz/maerz/mrz april mai juni juli august september oktober november dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "nl": "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta toukokuu/toukokuuta kesäkuu/kesäkuuta "
    "heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta lokakuu/lokakuuta marraskuu/marraskuuta joulukuu/joulukuuta",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "lv": "janvāris/janvārī februāris/februārī marts/martā aprīlis/aprīlī maijs/maijā jūnijs/jūnijā jūlijs/jūlijā augusts/augustā "
    "septembris/septembrī oktobris/oktobrī novembris/novembrī decembris/decembrī",
    "lt": "sausio/sausis vasario/vasaris kovo/kovas balandžio/balandis gegužės/gegužė birželio/birželis liepos/liepa rugpjūčio/rugpjūtis "
    "rugsėjo/rugsėjis spalio/spalis lapkričio/lapkritis gruodžio/gruodis",
    "pl": "stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja/maj czerwca/czerwiec lipca/lipiec sierpnia/sierpień "
    "września/wrzesień października/październik listopada/listopad grudnia/grudzień",
    "cs": "ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen září října/říjen "
    "listopadu/listopad prosince/prosinec",
    "sk": "januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl augusta/august septembra/september "
    "októbra/október novembra/november decembra/december",
    "hr": "siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj lipnja/lipanj srpnja/srpanj kolovoza/kolovoz "
    "rujna/rujan listopada/listopad studenoga/studenog/studeni prosinca/prosinac",
    "sr": "januar/јануар februar/фебруар mart/март april/април maj/мај jun/јун jul/јул avgust/август septembar/септембар oktobar/октобар "
    "novembar/новембар decembar/децембар",
    "sl": "januar/januarja februar/februarja marec/marca april/aprila maj/maja junij/junija julij/julija avgust/avgusta "
    "september/septembra oktober/oktobra november/novembra december/decembra",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "el": "ιανουαρίου/ιανουάριος φεβρουαρίου/φεβρουάριος μαρτίου/μάρτιος απριλίου/απρίλιος μαΐου/μάιος ιουνίου/ιούνιος ιουλίου/ιούλιος "
    "αυγούστου/αύγουστος σεπτεμβρίου/σεπτέμβριος οκτωβρίου/οκτώβριος νοεμβρίου/νοέμβριος δεκεμβρίου/δεκέμβριος",
    "ru": "января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь июля/июль августа/август сентября/сентябрь "
    "октября/октябрь ноября/ноябрь декабря/декабрь",
    "uk": "січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень серпня/серпень "
    "вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень",
    "be": "студзеня/студзень лютага/люты сакавіка/сакавік красавіка/красавік мая/май чэрвеня/чэрвень ліпеня/ліпень жніўня/жнівень "
    "верасня/верасень кастрычніка/кастрычнік лістапада/лістапад снежня/снежань",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "ar": "يناير/كانون\u00a0الثاني فبراير/شباط مارس/آذار أبريل/ابريل/إبريل/نيسان مايو/أيار/ايار يونيو/حزيران يوليو/تموز أغسطس/اغسطس/آب "
    "سبتمبر/أيلول/ايلول أكتوبر/اكتوبر/تشرين\u00a0الأول نوفمبر/تشرين\u00a0الثاني ديسمبر/كانون\u00a0الأول",
    "he": "ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט ספטמבר/בספטמבר "
    "אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
}
_SHORTEST = 3


def month_number(name: str, lang: str | None = None) -> int | None:
    """Tell which month a word names, 1 to 12, in full or by its beginning of three letters or more.

    English is tried first (feeds of every language are dated in it), then the feed's own language, then all. A word that several
    languages use for different months (`listopad`) is none of them unless `lang` decides.
    """
    word = _fold(name)
    if not word:
        return None
    language = (lang or "").split("-")[0].lower()
    for names in (_forms("en"), _forms("no" if language in {"nb", "nn"} else language)):
        if (month := _only(word, names)) is not None:
            return month
    return _only(word, tuple(form for each in _NAMES for form in _forms(each)))


def _only(word: str, forms: tuple[tuple[str, int], ...]) -> int | None:
    exact = {month for form, month in forms if form == word}
    found = exact or ({month for form, month in forms if form.startswith(word)} if len(word) >= _SHORTEST else set())
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=64)
def _forms(lang: str) -> tuple[tuple[str, int], ...]:
    months = (month.split("/") for month in _NAMES.get(lang, "").split(" ") if month)
    return tuple((_fold(form), number) for number, names in enumerate(months, 1) for form in names)


def _fold(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character)).strip(". ")
