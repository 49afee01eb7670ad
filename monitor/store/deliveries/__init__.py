"""Deliveries: the outbox. One row is one message to one address."""

from monitor.store.deliveries.look import Posted, counts, list_, oldest_due
from monitor.store.deliveries.send import DeliveryRow, NewDelivery, claim_due, create, settle
from monitor.store.deliveries.steer import drop_held, gone, hasten, hold_before, lapse_all, release_held, retry, shift

__all__ = [
    "DeliveryRow",
    "NewDelivery",
    "Posted",
    "claim_due",
    "counts",
    "create",
    "drop_held",
    "gone",
    "hasten",
    "hold_before",
    "lapse_all",
    "list_",
    "oldest_due",
    "release_held",
    "retry",
    "settle",
    "shift",
]
