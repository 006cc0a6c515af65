/// The umbrella: opens any file that Brine knows, and gives every format the same outline.
@_exported public import BrineCodecs
@_exported public import BrineCore
@_exported public import BrineFrames
@_exported public import BrineHDF5
@_exported public import BrineJSON
@_exported public import BrineJoblib
@_exported public import BrineNumPy
@_exported public import BrinePickle
@_exported public import BrineScan
