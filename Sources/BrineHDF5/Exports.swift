@_exported public import BrineCore
