"""`watchlists/*.yaml`: what is watched, one file for each person or team."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, model_validator

from monitor.model import Priority, SourceKey, WatchKey
from monitor.settings.schema.entry import Budget, Complaint, Entry, Kinds, Languages, Rate, Text, Texts, Words, one_or_many
from monitor.settings.schema.recipients import Send, SendEntry
from monitor.settings.schema.sources import slug
from monitor.stories.url_key import url_key
from monitor.watch.house import house_name
from monitor.watch.query import parse, parse_words
from monitor.watch.spec import DEFAULT_WITHIN, Corrections, Near, Scope, Spelling, Watch, Watchlist, watch_key

_ONLY_FOR_ENTITIES = ("aliases", "spelling", "false_alarms")
_EXAMPLE = "write `- entity: Baykar`, `- term: ...`, or `- name: ...` with `any: [...]`"


def _query(text: str) -> str:
    parse(text)
    return text


@lru_cache(maxsize=10_000)
def _phrase(text: str) -> str:
    """Check a phrase; long lists repeat the same context in entry after entry."""
    parse_words(text)
    return text


QueryText = Annotated[Words, AfterValidator(_query)]
Phrase = Annotated[Words, AfterValidator(_phrase)]
Phrases = Annotated[tuple[Phrase, ...], BeforeValidator(one_or_many, json_schema_input_type=str | list[str])]
PriorityWord = Literal["low", "normal", "urgent"]


class NearEntry(Entry):
    """Context that must stand near a mention."""

    words: Annotated[Phrases, Field(min_length=1)] = Field(description="One of these.", examples=[["drone*", "TB2"]])
    within: PositiveInt = Field(DEFAULT_WITHIN, description="How many words away at most.")


class ScopeEntry(Entry):
    """Which items: every condition that is given must hold."""

    kinds: Kinds = Field((), description="What an item is.", examples=[["speech", "question", "answer"]])
    tags: Texts = Field((), description="Tags of its source.")
    sources: Texts = Field((), description="Names of sources.")
    languages: Languages = Field((), description="Languages, such as en or fr.")
    houses: Texts = Field((), description="Houses of parliaments.", examples=[["commons", "Westminster Hall"]])


class WatchEntry(Entry):
    """One watched entity or term: it has `entity`, `term`, or `name` and `any`."""

    id: Text | None = Field(None, description="A name for this entry that stays when you edit it.")
    name: Text | None = Field(None, description="What the alert is headed with; else the entity or term.")
    entity: Text | None = Field(None, description="A name to watch for: a company, a person, a place.", examples=["L3Harris WESCAM"])
    aliases: Texts = Field((), description="Its other names.", examples=[["WESCAM", "L-3 WESCAM"]])
    spelling: Spelling = Field("tolerant", description="How far a mention's spelling may be from the name.")
    term: QueryText | None = Field(None, description="A query.", examples=['"arms embargo" NEAR/10 (Libya OR Türkiye) -football'])
    any: Phrases = Field((), description="Words and phrases, one of which must occur.", examples=[["export permit*", "export licen?e*"]])
    false_alarms: Budget | None = Field(
        None, description="How many false alarms you can bear for its names in other spellings; else its share of the list's."
    )
    near: NearEntry | None = Field(None, description="Context that must stand near a mention.")
    ignore: Phrases = Field((), description="A mention inside one of these does not count.", examples=[["Baykar Cup"]])
    only: ScopeEntry | None = Field(None, description="Look at these items only.")
    except_: ScopeEntry | None = Field(None, alias="except", description="Look away from these items.")
    priority: PriorityWord | None = Field(None, description="Else the list's.")
    tell: Texts | None = Field(None, description="Who is told; else the list's.")
    send: Send | None = Field(None, description="When they are told: one value, or one for each priority; else the list's, else their own.")
    flood: Rate | None = Field(None, description="How many alerts an hour are told one by one; else the list's.")
    corrections: Corrections | None = Field(None, description="Which changes of what was told are told; else the list's.")

    @model_validator(mode="after")
    def _is_one_thing(self) -> WatchEntry:
        given = [word for word in ("entity", "term", "any") if getattr(self, word)]
        if not given:
            raise Complaint("this entry watches nothing", _EXAMPLE)
        if len(given) > 1:
            raise Complaint(f"this entry has `{given[0]}` and `{given[1]}`", "make two entries of it")
        stray = [word for word in _ONLY_FOR_ENTITIES if word in self.model_fields_set]
        if given != ["entity"] and stray:
            raise Complaint(f"`{stray[0]}` goes with `entity`, not with `{given[0]}`", f"take `{stray[0]}` out, or watch an entity")
        if given == ["any"] and self.name is None:
            raise Complaint("an entry with `any` needs a name, which heads its alerts", f"add name: {self.any[0].strip('*')}")
        return self


class WatchlistFile(Entry):
    """Settings of one file in `watchlists`."""

    watchlist: Text = Field(description="The list's title.", examples=["Arms exports"])
    tell: Texts = Field((), description="The recipients who are told.", examples=[["arms-desk"]])
    owner: Text | None = Field(None, description="The recipient who hears when this file has a mistake; else those in `tell`.")
    priority: PriorityWord = Field("normal", description="How soon: the recipient decides what each means.")
    send: Send | None = Field(
        None, description="When they are told: one value, or one for each priority; else as each recipient has it.", examples=["hourly"]
    )
    false_alarms: Budget | None = Field(None, description="How many false alarms you can bear, for the list.", examples=["2 per week"])
    flood: Rate | None = Field(
        None, description="How many alerts of a watch are told one by one; else the general number.", examples=["20 per hour"]
    )
    corrections: Corrections = Field(
        "quoted", description="Which changes of what was told are told: of the sentence that was quoted, of any sentence, or none."
    )
    watches: tuple[WatchEntry, ...] = Field((), description="The watched entities and terms.")


def watchlist(stem: str, model: WatchlistFile) -> Watchlist:
    """Make the records of one file; `stem` is its name without folder and ending."""
    return Watchlist(
        key=stem,
        title=model.watchlist,
        tell=model.tell,
        owner=model.owner,
        priority=Priority(model.priority),
        false_alarms=model.false_alarms,
        watches=tuple(_watch(stem, entry) for entry in model.watches),
        corrections=model.corrections,
        send=_send(model.send),
        flood=model.flood,
    )


def entry_key(stem: str, own: str | None, name: str) -> WatchKey:
    """Make a watch's stable key: its own id as written, else its folded entity, name or term."""
    return WatchKey(f"{stem}/{own}") if own is not None else watch_key(stem, name)


def possible_keys(written: str) -> frozenset[SourceKey]:
    """Turn a source as a scope names it - by name, key or address - into the keys that it may have."""
    return frozenset({SourceKey(slug(written)), SourceKey(url_key(written))})


def _watch(stem: str, entry: WatchEntry) -> Watch:
    return Watch(
        key=entry_key(stem, entry.id, entry.entity or entry.name or entry.term or ""),
        label=entry.name or entry.entity or entry.term or "",
        id=entry.id,
        name=entry.name,
        entity=entry.entity,
        aliases=entry.aliases,
        term=entry.term,
        any=entry.any,
        near=Near(entry.near.words, entry.near.within) if entry.near else None,
        ignore=entry.ignore,
        only=_scope(entry.only),
        exclude=_scope(entry.except_),
        spelling=entry.spelling,
        false_alarms=entry.false_alarms,
        priority=Priority(entry.priority) if entry.priority else None,
        tell=entry.tell,
        corrections=entry.corrections,
        send=_send(entry.send),
        flood=entry.flood,
    )


def _send(entry: SendEntry | None) -> tuple[tuple[Priority, str], ...]:
    return () if entry is None else tuple((priority, str(when)) for priority, when in entry.times.items())


def _scope(entry: ScopeEntry | None) -> Scope | None:
    if entry is None:
        return None
    return Scope(
        kinds=frozenset(kind.value for kind in entry.kinds),
        tags=frozenset(entry.tags),
        sources=frozenset().union(*map(possible_keys, entry.sources)),
        languages=frozenset(entry.languages),
        houses=frozenset(map(house_name, entry.houses)),
    )
