"""Deliveries: the outbox. One row is one message to one address."""

from monitor.store.deliveries.look import Posted, counts, is_being_sent, list_, may_be_read, may_leave, oldest_due
from monitor.store.deliveries.send import DeliveryRow, NewDelivery, claim_due, create, due_accounts, hand_over, settle
from monitor.store.deliveries.steer import (
    Untried,
    addresses,
    drop_held,
    give_up,
    gone,
    hasten,
    hold_before,
    lapse_all,
    release_held,
    retry,
    shift,
    untried,
    withdraw,
)

__all__ = [
    "DeliveryRow",
    "NewDelivery",
    "Posted",
    "Untried",
    "addresses",
    "claim_due",
    "counts",
    "create",
    "drop_held",
    "due_accounts",
    "give_up",
    "gone",
    "hand_over",
    "hasten",
    "hold_before",
    "is_being_sent",
    "lapse_all",
    "list_",
    "may_be_read",
    "may_leave",
    "oldest_due",
    "release_held",
    "retry",
    "settle",
    "shift",
    "untried",
    "withdraw",
]
