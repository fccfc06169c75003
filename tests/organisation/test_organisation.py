"""The organisation: every part read, every problem at once with its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from briefing.documents.yamlfile import read_yaml
from briefing.errors import ContentError
from briefing.library.library import Library
from briefing.organisation.organisation import Organisation, OrganisationFile
from briefing.organisation.reader import key_problem, without
from read_alone import read_organisation

EXAMPLES = Path(__file__).parents[2] / "examples"

BAD = """\
currency: EUR
date: 2026-02-30
spend: {current-monthly: -400000, annual-growth: 18, commitments: {coverage: 118%}}
savings:
  - {name: Tests, low: 8%, base: 4%, high: 6%, status: estimatd}
  - {name: Commitments, low: 1.234, base: "240,000 USD", high: 300k}
  - {nam: x}
  -
function-cost: {one-off: 120000, monthly: [1]}
return: {horizon-months: 0}
kpis:
  - {id: unit-kost, baseline: 80%, baseline-date: 2026-05-01, target: 90%, date: 2026-04-01, by-persona: {cfoo: {}}}
confidential: [spend.curent-monthly]
raci: {rows: [{task: T, finops: A}]}
"""
BAD_PROBLEMS = [
    "org.yaml:2:7: 'date' is '2026-02-30', which does not exist; 2026-02 has the days 01 to 28",
    "org.yaml:3:26: 'current-monthly' is '-400000', which is negative; write an amount of 0 or more",
    "org.yaml:3:50: 'annual-growth' is '18', which could be 18% or 1800%; write 18%",
    "org.yaml:3:78: 'coverage' is '118%', which is more than 100%; write a share from 0% to 100%",
    "org.yaml:5:24: 'low' is above 'base' in 'Tests'; low is the least, high the most",
    "org.yaml:5:56: 'status' should be estimated, idea, realised or verified, not 'estimatd'; "
    "did you mean 'estimated'?",
    "org.yaml:6:30: 'low' is '1.234', which could be 1234 or 1 and a fraction; write 1234 or 1.2340",
    "org.yaml:6:43: 'base' is '240,000 USD', which is in USD, while the organisation's currency is EUR; "
    "convert it, or add 'exchange-rates: {USD: …}', the price of one USD in EUR",
    "org.yaml:6:64: 'high' is '300k', which is no amount of money; write it in full, such as 300000, not '300k'",
    "org.yaml:7:5: 'name' is missing; add a line 'name: …'",
    "org.yaml:7:6: unknown field 'nam'; did you mean 'name'?",
    "org.yaml:8:4: entry 4 of 'savings' is empty; write it, or take the line away",
    "org.yaml:9:43: 'monthly' should be an amount of money, not a list",
    "org.yaml:10:26: 'horizon-months' is '0'; write a whole number from 1 to 600",
    "org.yaml:12:10: no KPI has the id 'unit-kost'; did you mean 'unit-cost'? 'briefing list kpis' shows those there "
    "are",
    "org.yaml:12:82: the target date 2026-04-01 is before the baseline date 2026-05-01; exchange them, or correct one",
    "org.yaml:12:107: no persona is called 'cfoo'; did you mean 'cfo'?",
    "org.yaml:13:16: there is no 'spend.curent-monthly'; did you mean 'current-monthly'?",
    "org.yaml:14:15: the task 'T' has no role marked R; mark at least one role R or A/R: somebody does the work",
]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(text: str) -> Organisation:
    Path("org.yaml").write_text(text, encoding="utf-8")
    return read_organisation("org.yaml", persona_ids=("cfo", "cto"), kpi_ids=("unit-cost", "cogs"))


def faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_all_problems_come_at_once_with_their_places() -> None:
    assert faults(BAD) == BAD_PROBLEMS


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "name:\nspend:\nsavings:\n"])
def test_a_file_without_facts_is_an_organisation_without_facts(text: str) -> None:
    assert read(text) == Organisation(file="org.yaml")


def test_a_value_knows_where_it_came_from() -> None:
    found = read("currency: EUR\nsavings:\n  - name: A\n    low: 1%\n    base: 2%\n    high: 3%\n")
    base = found.savings[0].base
    assert base
    assert str(base.origin) == "org.yaml: savings[1].base (line 5)"
    assert base.share == Decimal("0.02")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "spend: {current-monthly: 5}",
            "org.yaml:1:26: here is an amount, but the file names no currency; add a line such as 'currency: EUR'",
        ),
        (
            "currency: Euro\nspend: {current-monthly: 5}",
            "org.yaml:1:11: 'currency' is 'Euro', which is no currency code; write EUR",
        ),
        (
            "currency: EUR\nspend: {current-monthly: 5, current-annual: 61}",
            "org.yaml:2:45: 'current-monthly' and 'current-annual' contradict each other: twelve months are 60; "
            "keep one of them",
        ),
        (
            "currency: EUR\nspend: {by-month: {2026-13: 5}}",
            "org.yaml:2:20: '2026-13' is a month which does not exist; a month is 01 to 12",
        ),
        ("currency: EUR\nspend: {by-month: {2026-03-01: 5}}", "org.yaml:2:20: '2026-03-01' is a day; write the month"),
        (
            "billing: {required-tags: [owner, Owner]}",
            "org.yaml:1:34: 'Owner' stands twice in 'required-tags', first on line 1; take one of them away",
        ),
        (
            "billing: {required-tag: [owner]}",
            "org.yaml:1:11: unknown field 'required-tag'; did you mean 'required-tags'?",
        ),
        (
            "billing: {saas-providers: ['']}",
            "org.yaml:1:28: entry 1 of 'saas-providers' is empty; write it, or take the line away",
        ),
        (
            "billing:\n  units:\n  - {name: order}\n  - {name: Order}",
            "org.yaml:4:12: the unit 'Order' stands twice, first on line 3; join the two",
        ),
        (
            "billing: {units: [{name: order, by-month: {2026-13: 5}}]}",
            "org.yaml:1:44: '2026-13' is a month which does not exist; a month is 01 to 12",
        ),
        (
            "billing: {units: [{name: order, by-month: {2026-03: 1k}}]}",
            "org.yaml:1:53: '2026-03' is '1k', which is no number; "
            "write digits with a dot before decimals, such as 2.5",
        ),
        ("billing: {units: [{by-month: {}}]}", "org.yaml:1:19: 'name' is missing; add a line 'name: …'"),
        (
            "currency: EUR\nsavings: [{name: A, low: 2%, high: 300}]",
            "org.yaml:2:11: the cases of 'A' are partly shares and partly money; "
            "write all of them as shares, or all as money a year",
        ),
        (
            "currency: EUR\nsavings: [{name: A, amount: 2%, high: 3%}]",
            "org.yaml:2:21: 'amount' stands beside 'high'; keep 'amount', or low, base and high",
        ),
        (
            "currency: EUR\nspend: {current-monthly: 1000}\n"
            "savings: [{name: A, amount: 60%}, {name: B, low: 0, base: 0, high: 6000}]",
            "org.yaml:3:1: the 'high' case of all savings adds up to 110.0% of the spend; "
            "correct the savings, or the spend",
        ),
        (
            "savings: [{name: A b}, {name: a-b}]",
            "org.yaml:1:31: the opportunity 'a-b' stands twice, first on line 1; rename one",
        ),
        (
            "currency: EUR\nfunction-cost: {monthly: 10, people: 5, tools: 4}",
            "org.yaml:2:26: 'monthly' is 10, but its parts add up to 9; correct one, or leave the sum to briefing",
        ),
        (
            "currency: EUR\nfunction-cost: {lines: [{name: Training}]}",
            "org.yaml:2:25: the line 'Training' has no amount; add 'monthly: …' or 'one-off: …'",
        ),
        (
            "maturity: {allocation: {current: run, target: walk}}",
            "org.yaml:1:47: the target 'walk' is below the current level 'run'; exchange them, or correct one",
        ),
        (
            "kpis: [{id: cogs, baseline: 5%, target: 5 days}]",
            "org.yaml:1:41: the baseline is in 'percent', the target in 'days'; write both in one unit",
        ),
        ("pain-points: [{text: A, who: [cfp]}]", "org.yaml:1:31: no persona is called 'cfp'; did you mean 'cfo'?"),
        ("date: 2026-03", "org.yaml:1:7: 'date' is '2026-03', a month; write the day too"),
        (
            "confidential: ['savings[0]']",
            "org.yaml:1:16: 'savings[0]' is no key; write it like spend.current-monthly, "
            "or savings[1].owner for the first entry",
        ),
        (
            "currency: EUR\nexchange-rates: {EUR: 1}",
            "org.yaml:2:18: EUR is the organisation's own currency; take the line away",
        ),
        ("exchange-rates: {USD: 0}", "org.yaml:1:23: the rate of USD is 0; write what one is worth"),
    ],
)
def test_a_contradiction_is_named(text: str, problem: str) -> None:
    assert faults(text) == [problem]


def test_the_kpi_of_two_entries_is_named_once() -> None:
    assert faults("kpis:\n  - id: cogs\n  - id: cogs\n") == [
        "org.yaml:3:9: the KPI 'cogs' stands twice, first on line 2; join the two"
    ]


def test_ids_are_not_checked_where_nobody_said_which_there_are() -> None:
    Path("org.yaml").write_text("kpis: [{id: anything}]\naudience-names: {anybody: A}\n")
    assert read_organisation("org.yaml").kpis[0].id == "anything"


@pytest.mark.parametrize("name", ["fictional-freight", "three-fields"])
def test_the_examples_are_sound(name: str, library: Library) -> None:
    path = EXAMPLES / name / "org.yaml"
    found = read_organisation(
        path,
        persona_ids=library.persona_ids(),
        kpi_ids=tuple(library.kpis()),
        roles=library.framework().raci.roles,
    )
    assert found.name


def test_the_large_example_has_every_field() -> None:
    path = EXAMPLES / "fictional-freight" / "org.yaml"
    found, written = read_organisation(path), read_yaml(path).value
    empty = Organisation()
    fields = OrganisationFile.__struct_fields__
    same = [name for name in fields if getattr(found, name) == getattr(empty, name)]
    assert isinstance(written, dict)
    assert set(OrganisationFile.__struct_encode_fields__) == set(written)
    assert same == ["figures_from"]  # which has a default


def test_how_a_bill_is_read_is_read() -> None:
    found = read(
        "billing:\n  required-tags: [product]\n  owned-sub-accounts: [Shared]\n  saas-providers: [Example Desk]\n"
        "  units: [{name: order, by-month: {2026-03: 120000}, source: Shop}]\n"
    )
    assert found.billing
    assert found.billing.required_tags == ("product",)
    assert found.billing.owned_sub_accounts == ("Shared",)
    assert found.billing.saas_providers == ("Example Desk",)
    assert [(each.name, each.source, each.by_month["2026-03"].value) for each in found.units] == [
        ("order", "Shop", Decimal(120000))
    ]
    assert str(found.units[0].by_month["2026-03"].origin) == "org.yaml: billing.units[1].by-month.2026-03 (line 5)"
    assert read("name: A").units == ()


def test_a_key_without_a_number_names_a_field_of_every_entry() -> None:
    found = read("savings: [{name: A, owner: X}, {name: B, owner: Y}]")
    assert [each.owner for each in without(found, "savings.owner").savings] == ["", ""]
    assert [each.owner for each in without(found, "savings[2].owner").savings] == ["X", ""]
    assert [each.name for each in without(found, "savings[1]").savings] == ["B"]
    assert [each.name for each in without(found, "savings[1].name").savings] == ["B"]
    assert without(found, "savings").savings == ()


@pytest.mark.parametrize(
    ("term", "least", "most"),
    [
        ("return: {{horizon-months: {}}}", 1, 600),
        ("return: {{start-month: {}}}", 1, 600),
        ("return: {{ramp-months: {}}}", 1, 600),
        ("return: {{delay-months: {}}}", 0, 600),
        ("fiscal-calendar: {{first-month: {}}}", 1, 12),
    ],
)
def test_a_term_is_read_from_its_least_to_its_most(term: str, least: int, most: int) -> None:
    for sound in (least, most):
        read(term.format(sound))
    for wrong in (least - 1, most + 1) if least else (most + 1,):
        (fault,) = faults(term.format(wrong))
        assert f"write a whole number from {least} to {most}" in fault


@pytest.mark.parametrize(
    ("word", "code"),
    [(word, code) for word, code in {"euro": "EUR", "Euros": "EUR", "€": "EUR", "dollar": "USD", "DOLLARS": "USD",
                                     "pound": "GBP", "£": "GBP"}.items()],
)  # fmt: skip
def test_the_word_for_a_currency_names_its_code(word: str, code: str) -> None:
    assert faults(f"currency: {word}") == [
        f"org.yaml:1:11: 'currency' is '{word}', which is no currency code; write {code}"
    ]
    assert faults("currency: doubloons") == [
        "org.yaml:1:11: 'currency' is 'doubloons', which is no currency code; write its three letters, such as EUR"
    ]
    assert read(f"currency: {code.lower()}").currency == code


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 60 + "…")])
def test_a_long_value_is_cut_in_a_message(length: int, shown: str) -> None:
    (fault,) = faults(f"currency: EUR\nspend: {{current-monthly: {'x' * length}}}")
    assert f"is '{shown}', which" in fault


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("savings[1].owner", ""),
        ("savings.owner", ""),
        ("spend.ai.current-monthly", ""),
        ("spend.by-month.2026-03", ""),
        ("kpis[2].by-persona.cfo.target", ""),
        ("function-cost.lines.one-off", ""),
        ("savings[0]", "'savings[0]' is no key"),
        ("savings[1", "'savings[1' is no key"),
        ("spend..ai", "'spend..ai' is no key"),
        ("name.first", "there is no 'name.first'; take it away"),
        ("spend.current-monthly.amount", "there is no 'spend.current-monthly.amount'; take it away"),
        ("savings[1].ownr", "there is no 'savings[1].ownr'; did you mean 'owner'?"),
        ("kpis.by-persona.cfo.targt", "there is no 'kpis.by-persona.cfo.targt'; did you mean 'target'?"),
        ("ask.qqqqqqqq", "there is no 'ask.qqqqqqqq'; the fields are decision, "),
    ],
)
def test_a_key_is_held_against_the_fields_that_a_file_may_have(key: str, remedy: str) -> None:
    found = "; ".join(key_problem(OrganisationFile, key) or ())
    assert found.startswith(remedy)
    assert bool(found) == bool(remedy)


def test_a_record_without_what_a_key_names_keeps_all_else() -> None:
    text = (
        "currency: EUR\nspend: {current-monthly: 5, by-month: {2026-01: 1, 2026-02: 2}}\n"
        "kpis: [{id: cogs, by-persona: {cfo: {target: 5%}, cto: {target: 6%}}}]\n"
    )
    found = read(text)
    left = without(found, "spend.by-month.2026-01").spend
    assert left
    assert (list(left.by_month), left.current_monthly is None) == (["2026-02"], False)
    assert list(without(found, "kpis.by-persona.cfo").kpis[0].by_persona) == ["cto"]
    assert without(found, "kpis.by-persona.cfo.target").kpis[0].by_persona["cfo"].target is None
    assert without(found, "spend").spend is None
    assert without(found, "currency").currency == ""
    for nothing in ("", "nonsense", "kpis[9].id", "name[1].x", "spend.by-month.2030-01"):
        assert without(found, nothing) == (Organisation() if not nothing else found), nothing


def test_persons_and_ask_that_stand_twice_are_told_at_their_place() -> None:
    assert faults("ask: {decision: A, by-persona: {cfo: {decision: B}, CFO: {decision: C}}}") == [
        "org.yaml:1:53: 'CFO' stands twice, first on line 1; join the two"
    ]
    assert faults("kpis: [{id: cogs}, {id: unit-cost, by-persona: {cfo: {}, CFO: {}}}]") == [
        "org.yaml:1:58: 'CFO' stands twice, first on line 1; join the two"
    ]
    assert faults("savings: [{name: '???'}]") == [
        "org.yaml:1:18: the name '???' has no letter or digit; write what is saved on"
    ]


@pytest.mark.parametrize("place", ["{}", "{{ai: {}}}", "{{saas: {}}}"])
def test_a_month_and_a_year_that_contradict_each_other_are_told_of_every_part(place: str) -> None:
    start = "currency: EUR\nspend: "
    (told,) = faults(start + place.format("{current-monthly: 5, current-annual: 61}"))
    assert "twelve months are 60" in told
    read(start + place.format("{current-monthly: 5, current-annual: 60}"))


def test_a_text_that_no_slide_holds_is_refused_at_its_place() -> None:
    long = "pain-points:\n  - text: " + "a" * 5_001 + "\n"
    said = "'pain-points[1].text' has 5,001 characters; shorten it to 5,000 at most"
    assert [each.partition(": ")[2] for each in faults(long)] == [said]
    assert len(read(long.replace("aa", "a", 1)).pain_points[0].text) == 5_000
