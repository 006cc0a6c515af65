"""The pickles that are measured, and the classes in them."""

import pickle
import random

CITIES = ("Amsterdam", "Berlin", "Copenhagen", "Dublin", "Edinburgh")


class Particle:
    """The small class of the instances workload."""

    def __init__(self, number):
        self.number = number
        self.mass = number * 0.5
        self.name = f"particle {number}"


def row(number):
    """A dict of six mixed fields."""
    return {
        "id": number,
        "name": f"user {number}",
        "score": number * 0.25,
        "active": number % 3 == 0,
        "city": CITIES[number % 5],
        "visits": number * 7 % 1000,
    }


def forest():
    from sklearn.ensemble import RandomForestClassifier
    import numpy

    random_state = numpy.random.RandomState(0)
    features = random_state.rand(2000, 10)
    return RandomForestClassifier(n_estimators=100, random_state=0).fit(features, features[:, 0] > features[:, 1])


def array():
    import numpy

    return numpy.arange(16 << 20, dtype="float64")  # 128 MB


def workloads():
    """Name, how many elements, and how to make the value."""
    numbers = random.Random(0)
    return [
        ("ints", 1_000_000, lambda: [numbers.randrange(-(2**31), 2**31) for _ in range(1_000_000)]),
        ("floats", 1_000_000, lambda: [numbers.random() for _ in range(1_000_000)]),
        ("strings", 300_000, lambda: [f"string {number}" for number in range(300_000)]),
        ("str_to_int", 200_000, lambda: {f"key {number}": number for number in range(200_000)}),
        ("mixed_dicts", 100_000, lambda: [row(number) for number in range(100_000)]),
        ("instances", 100_000, lambda: [Particle(number) for number in range(100_000)]),
        ("forest", 1, forest),
        ("array_128MB", 1, array),
    ]


def write(folder):
    """Writes every workload with protocol 5; returns (name, count, path)."""
    written = []
    for name, count, make in workloads():
        path = folder / f"{name}.pkl"
        with open(path, "wb") as file:
            pickle.dump(make(), file, protocol=5)
        written.append((name, count, path))
    return written
