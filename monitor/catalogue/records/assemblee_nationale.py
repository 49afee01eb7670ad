"""France: debates of the Assemblée nationale, as its archive of a legislature has them (Syceron XML). No file was seen.

A `compteRendu` has `uid`, `metadonnees/dateSeance` (20260225140000000) and `contenu`, in which `point` (with `nivpoint`, its level) heads
and holds `paragraphe`: `id_syceron` names it, `id_acteur` its speaker (PA0 is several or nobody), `code_style` other than NORMAL marks what
is no speech, `roledebat` the president. The group of a speaker stands in another archive. The names are those of programs that read it.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from monitor.catalogue.discovery import ZipBulk
from monitor.catalogue.record import CatalogueRecord
from monitor.catalogue.setting import Setting

_ZONE = "Europe/Paris"
_LICENCE = "Licence Ouverte (Etalab)"
_TERM = Setting(default="17", about="The legislature.", example="17", pattern=r"\d{2}")
_LEVELS = {
    f"h{level}": {
        "at": "point",
        "get": f".[@nivpoint='{level}']/texte",
        "reset": tuple(f"h{deeper}" for deeper in range(level + 1, 5)),
    }
    for level in range(1, 5)
}

RECORDS = (
    CatalogueRecord(
        name="fr-debats",
        title="Assemblée nationale, debates",
        country="FR",
        house="assemblée nationale",
        languages=("fr",),
        format="xml-api",
        discoveries=(
            ZipBulk("https://data.assemblee-nationale.fr/static/openData/repository/{term}/vp/syceronbrut/syseron.xml.zip", r"\.xml$"),
        ),
        delay="the night after the sitting",
        licence=_LICENCE,
        zone=_ZONE,
        homepage="https://data.assemblee-nationale.fr",
        settings=MappingProxyType({"term": _TERM}),
        options=MappingProxyType(
            {
                "zone": _ZONE,
                "house": "assemblée nationale",
                "languages": ("fr",),
                "records": "paragraphe",
                "root": "compteRendu",
                "context": {
                    "sitting": {"at": "compteRendu", "get": "uid"},
                    "day": {"at": "compteRendu", "get": "metadonnees/dateSeance"},
                    **_LEVELS,
                },
                "fields": {
                    "key": ("$sitting", "@id_syceron"),
                    "native_id": "@id_syceron",
                    "text": "texte",
                    "date": "$day|date('%Y%m%d%H%M%S%f')",
                    "kind": {"of": "@code_style", "table": {"NORMAL": "speech"}, "otherwise": "procedural"},
                    "speaker": "orateurs/orateur/nom",
                    "speaker_id": "@id_acteur",
                    "role": "orateurs/orateur/qualite",
                    "chair": {"of": "@roledebat", "table": {"president": "yes"}, "otherwise": "no"},
                    "debate": ("$sitting", "$h1"),
                    "url": "https://www.assemblee-nationale.fr/dyn/opendata/{$sitting}.xml",
                },
            }
        ),
        revisit=timedelta(days=21),
        max_age=timedelta(days=21),
        evidence="specification",
        is_published_interface=True,
        max_body=200_000_000,
        notes=("No file was seen. Links lead to the sitting as XML; the party of a speaker is not in it.",),
    ),
)
