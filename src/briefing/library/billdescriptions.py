"""What more fields of a bill's facts are for, beside `descriptions`: prices, rhythms, what is left out."""

from __future__ import annotations

from collections.abc import Mapping

BILL_FIELDS: Mapping[str, str] = {
    "uncategorised": "What has no category of the format: of a month its billed cost, and all of it in the quality.",
    "through": "The last day of usage of a month that is in progress.",
    "refunds": "What of it is below 0; by as much, a part may be more than its whole.",
    "contracted": "Usage with a list and a contracted price: savings by negotiation, and those by commitments.",
    "Contracted.cost": "What it cost at contracted prices.",
    "committed": "Of it what a commitment paid for, at contracted prices.",
    "committed-effective": "What that came to, in effective cost.",
    "Uncategorised.rows": "Rows without a category of the format.",
    "such-as": "One of the categories that the format does not have; empty where there is none at all.",
    "billed-only": "Billed cost of usage whose effective cost is 0.",
    "rhythms": "How providers charge of which there is more to say.",
    "beat": "On which days it charges.",
    "state": "What is to be said: it ends early, has a hole, is not there, began late, ended, was renamed.",
    "day": "Since or until which day.",
    "Rhythm.months": "The months that it makes incomplete.",
    "tag-movers": "By tag, the values whose cost changed most.",
    "contracts": "Contract commitments, out of a file of their own beside the costs.",
    "pools": "Prepaid pools, that with most left first.",
    "Pool.id": "The commitment that was bought as a pool, as the export names it.",
    "bought": "What was paid for it in the data.",
    "Pool.drawn": "What usage has drawn from it in the data.",
    "Contract.id": "The commitment, as the export names it.",
    "Contract.description": "What was agreed, as the export words it.",
    "Contract.drawn": "The effective cost of usage under it, where the data reach back to its start.",
    "starts": "The first day of the commitment.",
    "left-out": "Files whose charges another one has as well.",
    "LeftOut.file": "The file that is not counted.",
    "kept": "The file that counts in its place.",
    "same": "Whether both are alike; otherwise the one that counts is newer.",
}
