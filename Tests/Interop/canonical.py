"""Typed JSON without the order of sets: what is compared when a set was loaded before it was written down."""

import json


def canonical(text):
    """The document with its sets in an order of their own and its ids numbered anew."""
    document = json.loads(text)
    sort_sets(document)
    numbers = {}
    renumber(document, numbers)
    return json.dumps(document)


def sort_sets(node):
    if isinstance(node, list):
        for item in node:
            sort_sets(item)
    elif isinstance(node, dict):
        for value in node.values():
            sort_sets(value)
        for tag in ("$set", "$frozenset"):
            if isinstance(node.get(tag), list):
                node[tag].sort(key=without_ids)


def without_ids(node):
    """A sorting key which doesn't depend on how ids are numbered."""
    return json.dumps(node, default=str) if not isinstance(node, (dict, list)) else json.dumps(strip(node))


def strip(node):
    if isinstance(node, list):
        return [strip(item) for item in node]
    if isinstance(node, dict):
        return {key: 0 if key in ("$id", "$ref") else strip(value) for key, value in node.items()}
    return node


def renumber(node, numbers):
    if isinstance(node, list):
        for item in node:
            renumber(item, numbers)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("$id", "$ref") and isinstance(value, int):
                node[key] = numbers.setdefault(value, len(numbers) + 1)
            else:
                renumber(value, numbers)
