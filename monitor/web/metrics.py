"""Metrics for Prometheus, read from the run and the database when they are asked for; names as in the log's events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from monitor.store import article_reads, deliveries, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.metrics_core import Metric

    from monitor.daemon.works import Works


class Metrics(Collector):
    """Collects the figures of one run."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def collect(self) -> Iterator[Metric]:
        """Yield every figure afresh."""
        tally = self._works.tally
        polls = CounterMetricFamily("tocsin_polls", "Polls since the start, by outcome.", labels=["outcome"])
        for outcome, count in sorted(tally.polls.items()):
            polls.add_metric([outcome], count)
        yield polls
        pages = CounterMetricFamily("tocsin_page_reads", "Tries to read an article's page since the start, by outcome.", labels=["outcome"])
        for outcome, count in sorted(tally.pages.items()):
            pages.add_metric([outcome], count)
        yield pages
        for name, help_text, count in (
            ("items", "New items stored.", tally.items),
            ("hits", "Watches found in items.", tally.hits),
            ("messages", "Messages decided.", tally.messages),
            ("sent", "Messages that left.", tally.sent),
        ):
            yield CounterMetricFamily(f"tocsin_{name}", f"{help_text} Since the start.", value=count)
        yield GaugeMetricFamily(
            "tocsin_config_last_reload_ok", "1 if every settings file is live as it stands.", value=int(tally.reload_ok)
        )
        yield from self._from_database()

    def _from_database(self) -> Iterator[Metric]:
        now = self._works.clock()
        with self._works.database.read() as connection:
            states = sources.all_states(connection)
            counts = deliveries.counts(connection)
            oldest = deliveries.oldest_due(connection)
            page_counts = article_reads.counts(connection)
        enabled = [state for state in states if state.enabled]
        yield GaugeMetricFamily("tocsin_sources", "Sources that are polled.", value=len(enabled))
        yield GaugeMetricFamily(
            "tocsin_sources_failing", "Sources whose last poll failed.", value=sum(state.failures > 0 for state in enabled)
        )
        held = GaugeMetricFamily("tocsin_pages", "Pages of articles: waiting (due), read, refused, given up.", labels=["state"])
        for page_state, count in sorted(page_counts.items()):
            held.add_metric([page_state], count)
        yield held
        by_state = GaugeMetricFamily("tocsin_deliveries", "Rows of the outbox, by state.", labels=["state"])
        for state, count in sorted(counts.items()):
            by_state.add_metric([state], count)
        yield by_state
        age = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
        yield GaugeMetricFamily("tocsin_oldest_due_seconds", "How long the oldest message that is due has waited.", value=age)
