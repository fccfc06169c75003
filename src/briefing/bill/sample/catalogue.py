"""Who sells what to the fictional company: providers, services, business units, regions and tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

Tags: TypeAlias = Mapping[str, str] | None

AI = "AI and Machine Learning"
COMPUTE = "Compute"
SAAS = "Business Applications"
CLOUD_GROWTH = 18_880  # millionths a month
SAAS_GROWTH = 7_260


class Region(msgspec.Struct, frozen=True):
    """A region of a provider."""

    id: str
    name: str


class Provider(msgspec.Struct, frozen=True):
    """A provider that does not exist; `key` is how its identifiers and its own tags begin."""

    name: str
    key: str
    regions: tuple[Region, ...] = ()


class Service(msgspec.Struct, frozen=True):
    """What a provider sells, the unit that it is priced in, and by how many millionths its cost grows each month.

    Without a type of resource its usage belongs to no resource.
    """

    provider: Provider
    name: str
    category: str
    subcategory: str
    unit: str
    resource_type: str = ""
    growth: int = CLOUD_GROWTH


class Commitment(msgspec.Struct, frozen=True):
    """A commitment that the company has bought; `category` is Spend or Usage."""

    id: str
    name: str
    kind: str
    category: str
    unit: str


NIMBUS = Provider(
    "Nimbus Example Cloud",
    "nimbus",
    (
        Region("example-west-1", "Example West"),
        Region("example-north-1", "Example North"),
        Region("example-south-2", "Example South"),
    ),
)
CUMULUS = Provider(
    "Cumulus Sample Cloud",
    "cumulus",
    (Region("sample-central", "Sample Central"), Region("sample-east", "Sample East")),
)
STRATUS = Provider("Stratus Demo SaaS", "stratus")
PROVIDERS = (NIMBUS, CUMULUS, STRATUS)

N_MACHINES = Service(NIMBUS, "Nimbus Virtual Machines", COMPUTE, "Virtual Machines", "Hours", "Virtual Machine")
N_CONTAINERS = Service(NIMBUS, "Nimbus Containers", COMPUTE, "Containers", "Hours", "Cluster")
N_FUNCTIONS = Service(NIMBUS, "Nimbus Functions", COMPUTE, "Serverless Compute", "Requests", "Function")
N_OBJECTS = Service(NIMBUS, "Nimbus Object Storage", "Storage", "Object Storage", "GB-Months", "Bucket")
N_DATABASE = Service(NIMBUS, "Nimbus Relational Database", "Databases", "Relational Databases", "Hours", "Database")
N_TRANSFER = Service(NIMBUS, "Nimbus Data Transfer", "Networking", "Network Connectivity", "GB")
N_THREATS = Service(NIMBUS, "Nimbus Threat Watch", "Security", "Threat Detection and Response", "Events", "Detector")
N_MODELS = Service(NIMBUS, "Nimbus Model Studio", AI, "Machine Learning", "Hours", "Training Job", 34_060)
N_SUPPORT = Service(NIMBUS, "Nimbus Support", "Management and Governance", "Support", "Subscriptions", growth=1_000)
C_MACHINES = Service(CUMULUS, "Cumulus Machines", COMPUTE, "Virtual Machines", "Hours", "Machine")
C_LANGUAGE = Service(CUMULUS, "Cumulus Language Models", AI, "Generative AI", "1K Tokens", growth=48_000)
C_WAREHOUSE = Service(CUMULUS, "Cumulus Warehouse", "Analytics", "Analytics Platforms", "Hours", "Warehouse", -40_000)
C_BLOCKS = Service(CUMULUS, "Cumulus Block Storage", "Storage", "Block Storage", "GB-Months", "Volume")
C_DELIVERY = Service(CUMULUS, "Cumulus Content Delivery", "Networking", "Content Delivery", "GB", "Distribution")
S_CUSTOMERS = Service(
    STRATUS, "Stratus Customer Desk", SAAS, "Other (Business Applications)", "Seats", "Seat", SAAS_GROWTH
)
S_OFFICE = Service(STRATUS, "Stratus Office", SAAS, "Productivity and Collaboration", "Seats", "Plan", SAAS_GROWTH)
S_TICKETS = Service(STRATUS, "Stratus Tickets", SAAS, "Other (Business Applications)", "Seats", "Seat", SAAS_GROWTH)
S_SIGN_IN = Service(
    STRATUS, "Stratus Sign-in", "Identity", "Identity and Access Management", "Users", "Directory", SAAS_GROWTH
)

SAVINGS_PLAN = Commitment("nimbus-plan-0001", "Compute plan, paid monthly", "Savings Plan", "Spend", "EUR")
RESERVATION = Commitment("cumulus-reservation-0001", "Machines, paid each January", "Reservation", "Usage", "Hours")

# From the largest to the smallest.
ACCOUNTS = (
    *("Retail Freight", "Ocean", "Platform", "Data", "Air", "Warehousing"),
    *("Customer Portal", "Road", "Customs", "Finance", "Security", "Sandbox"),
)

PROVIDER = "provider"  # stands for the key of the provider whose charge it is
_BOTH = {"owner": "team-a", "cost-center": "cc-1042", f"{PROVIDER}:createdBy": "pipeline"}
_OTHER_TEAM = {"owner": "team-b", "cost-center": "cc-1077", "env": "prod"}
_NO_CENTER = {"owner": "team-c", "env": "test"}
_NO_OWNER = {"cost-center": "cc-1080", "env": "prod"}
_EMPTY_OWNER = {"owner": "", "cost-center": "cc-1080"}
_OF_PROVIDER = {f"{PROVIDER}:createdBy": "console"}
# A charge that is split over many lines runs through these; what is not _BOTH or _OTHER_TEAM counts as untagged.
TAGS: tuple[Tags, ...] = (
    *(_BOTH, _OTHER_TEAM, None, _BOTH, _OTHER_TEAM, _NO_CENTER, _BOTH, None, _OTHER_TEAM, _OF_PROVIDER),
    *(_BOTH, _OTHER_TEAM, _BOTH, {}, _OTHER_TEAM, _BOTH, _NO_OWNER, _BOTH, _OTHER_TEAM, _EMPTY_OWNER),
)
