"""What a key of a tag looks like in exports: in any case, with or without separators, behind the prefix of a provider.

`cost-center` is `CostCenter` on Azure, `user_cost_center` or `user:cost-center` on AWS. A key with another prefix
(`aws:createdBy`) is the provider's own. Patterns have no flags, as not every engine knows them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from briefing.library.bill import TAG

_SEPARATORS = "-_. "
_BETWEEN = "[-_. ]*"
_USER = r"([rR]esource_?[tT]ags?[:_./])?([uU]ser[:_])?"  # how AWS marks the keys that are not its own
_OWN_PREFIX = re.compile(_USER)


class TagKey(msgspec.Struct, frozen=True):
    """A key, and the other names that the organisation has for it."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """The column of the rows with its value: letters and digits alone, as some databases know no others."""
        plain = "".join(each if each.isascii() and each.isalnum() else f"_{ord(each):x}_" for each in folded(self.name))
        return f"tag_{plain}"

    @property
    def dimension(self) -> str:
        """How parts of a bill by its values are called."""
        return f"{TAG}{self.name}"

    @property
    def pattern(self) -> str:
        """Every way to write it, as a regular expression without its ends. All its groups count."""
        names = dict.fromkeys(map(_spelt, (self.name, *self.aliases)))
        return f"{_USER}({'|'.join(names)})"

    @property
    def groups(self) -> int:
        """How many groups its pattern has."""
        return re.compile(self.pattern).groups

    def is_named(self, name: str) -> bool:
        """Whether a key of an export is this one."""
        return re.fullmatch(self.pattern, name) is not None


def tag_key(name: str, aliases: Mapping[str, Sequence[str]]) -> TagKey:
    """The key with its aliases, for which the organisation may write its name in any case; an alias means the key."""
    for own, others in aliases.items():
        if folded(own) == folded(name):
            return TagKey(name.strip(), tuple(others))
        if folded(name) in map(folded, others):
            return TagKey(own, tuple(others))
    return TagKey(name.strip())


def tag_keys(names: Iterable[str], aliases: Mapping[str, Sequence[str]]) -> tuple[TagKey, ...]:
    """The keys, in their order."""
    return tuple(tag_key(name, aliases) for name in names)


def folded(name: str) -> str:
    """A key without what exports write in different ways."""
    plain = "".join(each for each in name.casefold() if each not in _SEPARATORS)
    return plain or name.casefold()


def is_own(name: str) -> bool:
    """Whether a key is the company's, and not one of a provider."""
    return ":" not in _OWN_PREFIX.sub("", name, count=1)


def _spelt(name: str) -> str:
    return _BETWEEN.join(map(_any_case, folded(name)))


def _any_case(letter: str) -> str:
    forms = dict.fromkeys((letter, letter.upper(), letter.title()))
    spelt = [re.escape(each) for each in forms]
    # In JSON text a letter may stand as a code of it, whose digits are of either case.
    codes = [_code(each) for each in forms if json.dumps(each)[1:-1] != each]
    if not codes and len(spelt) == 1:
        return spelt[0]
    if not codes and all(len(each) == 1 for each in forms):
        return f"[{''.join(forms)}]"
    return f"({'|'.join((*spelt, *codes))})"


def _code(letter: str) -> str:
    code = json.dumps(letter)[1:-1]
    return "".join(f"[{each}{each.upper()}]" if each in "abcdef" else re.escape(each) for each in code)
