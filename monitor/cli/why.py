"""`tocsin why`: every stage's verdict for an item, and what stands in it without being told."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.archive import local, opened
from monitor.cli.editions import record_in_words, record_of, versions_in_words, versions_of
from monitor.cli.folds import fold_of, folds_in_words
from monitor.cli.letters import STAGE, alert_in_words, letters_of, reached_in_words
from monitor.cli.refused import passed_over_in_words
from monitor.cli.terminal import ConfigOption, JsonOption, complain, emit, plain
from monitor.errors import MonitorError
from monitor.model import Tier
from monitor.page_state import PageState
from monitor.watch.refusals import Why

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from monitor.daemon.passed_over import PassedOver
    from monitor.settings.records import Settings
    from monitor.store.article_reads import Reading
    from monitor.store.hits import HitRow
    from monitor.store.items import StoredItem

MOST = 5  # items that are explained
NOTHING_COUNTED = "what stands in it was passed over, as said above"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("why")(why)


def why(
    words: Annotated[list[str], typer.Argument(metavar="URL, KEY or TITLE", help="The item's address or key, or words of its title.")],
    *,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show every stage's verdict for an item ever seen, also when nothing was sent."""
    from monitor.store import items
    from monitor.stories.fingerprint import address_hash

    text = " ".join(words)
    with opened(config) as (settings, database), database.read() as connection:
        found = items.find(connection, text, url_hash=address_hash(text), limit=MOST)
        passed_over = _passed_over(connection, settings) if found else None
        for item in found:
            record = _explained(connection, item, passed_over)
            if as_json:
                emit(record)
            else:
                _show_explained(item, record, settings)
    if not found:
        raise MonitorError(f'no item like "{text}" was ever seen; `tocsin sources list` shows which sources are read, and when each was')
    if not as_json and len(found) > 1:
        newest = "the newest " if len(found) == MOST else ""
        complain(f"{newest}{len(found)} items; give the address of one to see it alone")


def _passed_over(connection: Connection, settings: Settings) -> PassedOver:
    from monitor.daemon.clock import now
    from monitor.daemon.passed_over import PassedOver
    from monitor.daemon.volume import words_per_week

    return PassedOver(settings, words_per_week(connection, now()))


def _explained(connection: Connection, item: StoredItem, passed_over: PassedOver | None) -> dict[str, object]:
    from monitor.store import article_reads, hits, items

    found = hits.of_item(connection, item.id)
    refused = passed_over.of(connection, item, {row.watch for row in found}) if passed_over else []
    events = items.events(connection, item.id)
    noted = {each.detail.get("watch") for each in events if each.stage == "veto"}
    return {
        "id": item.id,
        "key": item.item.key,
        "source": item.source_key,
        "title": item.item.title,
        "url": item.item.url,
        "published_at": item.item.published_at.isoformat() if item.item.published_at else None,
        "seen_at": item.seen_at.isoformat(),
        "story": item.story_id,
        **fold_of(connection, item),
        "full_text": _full_text(article_reads.of_item(connection, item.id)),
        **record_of(item.item),
        "versions": versions_of(connection, item),
        "stage": item.fate_stage,
        "verdict": item.fate_reason,
        "hits": [_hit(row) for row in found],
        "passed_over": [asdict(each) for each in refused if each.why is not Why.VETO or each.watch not in noted],
        "letters": letters_of(connection, events),
        "events": [{"at": each.at.isoformat(), "stage": each.stage, "verdict": each.verdict, "detail": each.detail} for each in events],
    }


def _hit(row: HitRow) -> dict[str, object]:
    return {
        "watch": row.watch,
        "label": row.label,
        "tier": row.tier,
        "score": row.score,
        "is_baseline": row.is_baseline,
        "mentions": [asdict(each) for each in row.mentions],
    }


def _full_text(reading: Reading | None) -> dict[str, object] | None:
    """Say how the reading of the article's page stands; None where the entry gave all there is, or none was wanted."""
    if reading is None:
        return None
    return {
        "state": reading.state.value,
        "words": reading.words,
        "reason": reading.reason,
        "attempts": reading.attempts,
        "next_try_at": reading.due_at.isoformat() if reading.state is PageState.DUE else None,
    }


def _full_text_in_words(reading: Mapping[str, Any], settings: Settings) -> str:
    read = f"full text read, {reading['words']:,} words" if reading["words"] else "full text not read"
    if reading["state"] == PageState.READ:
        return read
    if reading["state"] != PageState.DUE:
        return f"{read}{', not read again' if reading['words'] else ''}: {reading['reason']}"
    next_try = f"the next try is {local(datetime.fromisoformat(reading['next_try_at']), settings)}"
    return f"{read} yet: {reading['reason']}; {next_try}" if reading["reason"] else f"{read} yet: {next_try}"


def told_of(connection: Connection, item: StoredItem, settings: Settings) -> list[str]:
    """Say line by line what became of an item, for whoever reads a message of it.

    Without the addresses of others, and without what was passed over, which takes long to find out.
    """
    record = _explained(connection, item, None)
    return [line.strip() for line in (*_lines(item, record, settings, is_public=True), _ending(item, record))]


def _show_explained(item: StoredItem, record: Mapping[str, Any], settings: Settings) -> None:
    typer.secho(plain(item.item.title) or "(no title)", bold=True)
    typer.echo(plain("\n".join(_lines(item, record, settings, is_public=False))))
    typer.secho(plain(f"  {_ending(item, record)}\n"), bold=True)


def _lines(item: StoredItem, record: Mapping[str, Any], settings: Settings, *, is_public: bool) -> list[str]:
    lines = [
        f"{item.source_key} · {item.item.url or item.item.key}",
        f"seen {local(item.seen_at, settings)}, published {local(item.item.published_at, settings) or 'without a date'}",
    ]
    lines += [f"  {line}" for line in record_in_words(record)]
    lines += [f"  {line}" for line in folds_in_words(record, settings)]
    lines += [f"  {line}" for line in versions_in_words(record["versions"], settings)]
    for hit in record["hits"]:
        best = max(hit["mentions"], key=lambda mention: mention["score"])
        mark = " (archived, not told)" if hit["is_baseline"] else ""
        verb = "found" if hit["tier"] is Tier.SURE else "possibly found"
        lines.append(f'  {verb} {hit["label"]}: "{best["matched"]}" in the {best["field"]}, {best["why"]}{mark}')
    if record["full_text"]:
        lines.append(f"  {_full_text_in_words(record['full_text'], settings)}")
    lines += [f"  {line}" for line in passed_over_in_words(record["passed_over"])]
    for step in record["events"]:
        is_told = step["stage"] == STAGE and "due_at" in step["detail"]
        words = alert_in_words(step, record["letters"], settings, is_public=is_public) if is_told else [_step_in_words(step, settings)]
        lines += [f"  {line}" for line in words]
    return lines


def _ending(item: StoredItem, record: Mapping[str, Any]) -> str:
    if item.fate_stage == "told":
        return f"in the end: {reached_in_words(item.fate_reason, record['letters'])}"
    stage = "" if item.fate_reason.startswith(item.fate_stage) else f" ({item.fate_stage})"
    return f"in the end: {_end(item, record)}{stage}"


def _end(item: StoredItem, record: Mapping[str, Any]) -> str:
    """Say where the item's way ended; that nothing was found is not true where something stands and was passed over."""
    is_refused = any(one["why"] is not Why.YOUNGER for one in record["passed_over"])
    return NOTHING_COUNTED if item.fate_stage == "matching" and not record["hits"] and is_refused else item.fate_reason


def _step_in_words(step: Mapping[str, Any], settings: Settings) -> str:
    detail = {key: value for key, value in step["detail"].items() if key != "message" and value not in (None, [], "")}
    if step["stage"] == "story":
        return f"story {detail.get('story', '')}: {step['verdict'].replace('_', ' ')}; {detail.get('because', '')}"
    if step["verdict"] == "not wanted":
        return f"alert: {detail['recipient']} is not told of {detail['watch']}, with score {detail['score']:g}: {detail['setting']}"
    if step["stage"] == "silence":
        return _silence_in_words(detail, settings)
    rest = ", ".join(f"{key.replace('_', ' ')} {', '.join(value) if isinstance(value, list) else value}" for key, value in detail.items())
    return f"{step['stage']}: {step['verdict']}" + (f" ({rest})" if rest else "")


def _silence_in_words(detail: Mapping[str, Any], settings: Settings) -> str:
    until = local(datetime.fromisoformat(detail["until"]), settings)
    because = f" because {detail['reason']}" if "reason" in detail else ""
    held = f"silence: {detail['watch']} is not told {detail['recipient']}"
    return f"{held}, silenced by {detail['by']} until {until}{because} (silence {detail['silence']})"
