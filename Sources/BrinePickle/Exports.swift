// Integers of any size are theirs.
@_exported public import BigInt
// Errors, options and sources of pickles are made of these.
@_exported public import BrineCore
