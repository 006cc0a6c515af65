"""What Examples/Tutorial/Sources/Tutorial/Million.swift has in Swift: a million objects that refer to each other."""


class World:
    pass


class Node:
    pass


class Hub(Node):
    pass


def before(index, count):
    return min(index + 9, count - 1) if index % 10 == 0 else index - 1


def others(index):
    return [index // 2, index * 13 % max(index, 1)]


def is_right(world, index, node):
    nodes = world.nodes
    first, second = others(index)
    is_hub = index % 1000 == 0
    return (type(node) is (Hub if is_hub else Node)
            and node.index == index
            and node.world is world
            and node.before is nodes[before(index, len(nodes))]
            and len(node.others) == 2
            and node.others[0] is nodes[first] and node.others[1] is nodes[second]
            and node.__dict__.get("name") == (f"hub {index}" if is_hub else None))


def wrong_nodes(world):
    return sum(not is_right(world, index, node) for index, node in enumerate(world.nodes))
