"""What leaves an export when it is read for an organization: rows of the tables, and the parts of the export by which other accounts' shares
are decided. The worker says what policies mean; here rows are moved and exports put together from elements of theirs.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Set, Tuple

# Tables of _candidates.py and their columns; the tables of tables.py come besides.
PART_COLUMNS: Mapping[str, Tuple[str, ...]] = {
    "own": ("account", "file", "payload"),
    "shared": ("file", "payload"),
    "elements": ("arn", "file", "payload"),
    "names": ("account", "file", "payload"),
    "aws_policies": ("arn", "file", "payload"),
    "attached": ("account", "arn"),
}
LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
_NAME_OF = {"user": "UserName", "role": "RoleName"}
_RECORD = '{"rolelint_map_record":1,"inputs":['

Row = Tuple[str, Dict[str, Any]]


def rows_of(answer: Mapping[str, Any]) -> Iterator[Row]:
    """The parts of one answer to "tables"."""
    tables = answer["tables"]
    inputs = {one["name"]: json.dumps(one) for one in json.loads(answer["record"])["inputs"]}
    shells = {one["file"]: one for one in answer["slices"]["files"]}
    for row in tables["inputs"]:
        file = row["file"]
        if file not in inputs:
            continue
        accounts = [one for one in row["accounts"] if one]
        for account in accounts:
            yield "own", {"account": account, "file": file, "payload": inputs[file]}
        if not accounts:
            yield "shared", {"file": file, "payload": inputs[file]}
    for principal in tables["principals"]:
        boundary = [principal["boundary"]] if principal["boundary"] else []
        for arn in [*principal["attached"], *boundary]:
            yield "attached", {"account": principal["account"], "arn": arn}
    yield from _sliced(answer, shells, tables["principals"])
    yield from _whole(inputs, shells, tables["principals"])


def _whole(inputs: Mapping[str, str], shells: Mapping[str, Any], principals: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Of files in other formats the whole is a part."""
    names: Set[Tuple[str, str]] = set()
    for one in principals:
        file = one["file"]
        if file in shells or file not in inputs:
            continue
        payload = json.dumps({"whole": json.loads(inputs[file])})
        yield "elements", {"arn": one["principal"], "file": file, "payload": payload}
        if (one["account"], file) not in names:
            names.add((one["account"], file))
            yield "names", {"account": one["account"], "file": file, "payload": payload}


def _sliced(answer: Mapping[str, Any], shells: Mapping[str, Any], principals: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    known = {one["principal"]: one for one in principals}
    by_arn: Dict[Tuple[str, str], List[Any]] = {}
    by_group: Dict[Tuple[str, str, str], str] = {}
    for one in answer["slices"]["elements"]:
        by_arn.setdefault((one["file"], one["arn"]), [LISTS.index(one["list"]), one["index"], one["line"], one["text"]])
        if one["list"] == "GroupDetailList" and one["arn"] in known:
            by_group[one["file"], one["account"], known[one["arn"]]["name"]] = one["arn"]

    def needs(file: str, arn: str) -> List[str]:
        row = known.get(arn)
        if row is None:
            return []
        arns = [arn, *row["attached"], *([row["boundary"]] if row["boundary"] else [])]
        for group in row["groups"]:
            if (file, row["account"], group) in by_group:
                arns += needs(file, by_group[file, row["account"], group])
        return arns

    def payload(file: str, elements: Iterable[Any]) -> str:
        return json.dumps({**shells[file], "elements": list(elements)})

    names: Dict[Tuple[str, str], List[Any]] = {}
    for (file, arn), element in by_arn.items():
        if LISTS[element[0]] == "Policies":
            if ":aws:policy/" in arn:
                yield "aws_policies", {"arn": arn, "file": file, "payload": payload(file, [element])}
            continue
        bundle = [by_arn[file, one] for one in dict.fromkeys(needs(file, arn)) if (file, one) in by_arn]
        yield "elements", {"arn": arn, "file": file, "payload": payload(file, bundle)}
        row = known.get(arn)
        if row is not None and row["type"] in _NAME_OF:
            names.setdefault((file, row["account"]), []).append([*element[:3], None, _name_only(row)])
    for (file, account), elements in names.items():
        yield "names", {"account": account, "file": file, "payload": payload(file, elements)}


def _name_only(row: Mapping[str, Any]) -> str:
    element = {"Path": row["path"], _NAME_OF[row["type"]]: row["name"], "Arn": row["principal"]}
    if row["type"] == "role":
        element["AssumeRolePolicyDocument"] = {"Version": "2012-10-17", "Statement": []}
    return json.dumps(element)


class Share:
    """What one account's share is decided from: a record, and the way back from its places to those of the exports."""

    def __init__(self, account: str, parts: Iterable[Tuple[str, str, str]]):
        """`parts`: kind, file and payload, in any order; one that is there twice counts once."""
        self.account = account
        self.others: Set[str] = set()
        own: Set[str] = set()
        self._shells: Dict[str, Any] = {}
        self._elements: Dict[str, Dict[Tuple[int, int], List[Any]]] = {}
        self._own_files: Set[str] = set()
        whole: Dict[str, str] = {}
        for kind, file, payload in parts:
            if kind == "other":
                self.others.add(file)
            elif kind == "own":
                own.add(payload)
                self._own_files.add(file)
            else:
                self._add_slice(file, json.loads(payload), whole)
        for file in self._own_files:
            self._shells.pop(file, None)
            whole.pop(file, None)
        self._places: Dict[Tuple[str, str], Tuple[str, int]] = {}
        inputs = [*own, *whole.values(), *(self._slice(file) for file in self._shells)]
        self.record = (_RECORD + ",".join(sorted(inputs)) + "]}").encode()

    def _add_slice(self, file: str, payload: Dict[str, Any], whole: Dict[str, str]) -> None:
        if "whole" in payload:
            whole[file] = json.dumps(payload["whole"])
            return
        elements = self._elements.setdefault(file, {})
        for element in payload.pop("elements"):
            key = (element[0], element[1])
            # The element itself is more than its name.
            if key not in elements or elements[key][3] is None:
                elements[key] = element
        self._shells[file] = payload

    def _slice(self, file: str) -> str:
        shell, lines, line = self._shells[file], [], 1
        members = []
        for number, name in enumerate(LISTS):
            texts = []
            for position, (_, element) in enumerate(sorted(
                    (key, one) for key, one in self._elements[file].items() if key[0] == number)):
                text = element[3] if element[3] is not None else element[4]
                texts.append("\n" + text)
                line += 1
                self._places[file, f"/{name}/{position}"] = (f"/{name}/{element[1]}", element[2] - line)
                line += text.count("\n")
            if name in shell["lists"]:
                members.append(f'"{name}":[{",".join(texts)}]')
        text = "{" + ",".join(members) + f',"IsTruncated":{str(shell["truncated"]).lower()}' + "}"
        return json.dumps({"name": file, "text": text})

    def put_back(self, evidence: Iterable[Dict[str, Any]]) -> None:
        """Changes places within slices into places of the files that they are of."""
        for place in evidence:
            if place["file"] not in self._shells:
                continue
            head = "/".join(place["pointer"].split("/", 3)[:3])
            pointer, lines = self._places[place["file"], head]
            place["pointer"] = pointer + place["pointer"][len(head):]
            place["line"] += lines


def decide(worker: Any, share: Share, number: int = 0, count: int = 1) -> Any:
    """The worker's answer to "organization" for one account, or the `number`th of `count` equal parts of it."""
    answer = worker.ask("organization", share.account, share.record, {
        "account": share.account, "others": sorted(share.others), "share": number, "shares": count})
    for edge in answer["edges"]:
        share.put_back(edge["evidence"])
    for one in answer["answers"]:
        share.put_back(one.get("evidence", ()))
    return answer
