// Errors, options and sources of pickles are made of these.
@_exported public import BrineCore
