"""What Examples/Tutorial/Sources/Tutorial/Geometry.swift has in Swift."""


class Rectangle:
    created = 0

    def __init__(self, width, height, name=None, corners=None):
        Rectangle.created += 1
        self.width, self.height, self.name = width, height, name
        self.corners = corners or [Point(0.0, 0.0), Point(width, height)]

    def area(self):
        return self.width * self.height


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def doubled(x):
    return 2 * x
