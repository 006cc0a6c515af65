"""One attack: its file, its technique, its loader, and what a perfect scanner names."""

from dataclasses import dataclass, field

MARKER = "brine-marker"
COMMAND = "touch brine-marker"
SOURCE = "open('brine-marker','w').close()"
EXPRESSION = "open('brine-marker','w')"


@dataclass
class Case:
    """`expected` entries are "USE GLOBAL" or "USE GLOBAL @MEMBER"."""

    file: str
    technique: str
    data: bytes
    expected: list = field(default_factory=list)
    loader: str = "pickle.load"
    unproved: str = ""
    aside: dict = field(default_factory=dict)

    def entry(self):
        """The entry of the manifest."""
        result = {"file": self.file, "technique": self.technique, "loader": self.loader, "expected": []}
        for item in self.expected:
            use, name, *member = item.split(" ", 2)
            found = {"global": name, "use": use}
            if member:
                found["member"] = member[0][1:]
            result["expected"].append(found)
        if self.unproved:
            result["reason"] = self.unproved
        return result
