import BrineCore
import BrineJSON

/// Calls whose arguments lead to their own result.
///
/// Python can make such an object only inside of its own arguments: see `Machine.noteDiscarded`. Most classes make the
/// lists and dicts of their arguments anew each time that they are asked how they are pickled. So that the inner call
/// gets whole ones, the outer one gets ones of its own.
extension TypedJSONDecoder {
  /// Adds the call outside, where there has to be one.
  mutating func addOuterCall(_ object: OpenObject, _ frame: Frame) {
    let node = object.node(.args)
    guard node != 0, let reference = openReferences[frame.word], reference > node,
      reference < document.end(of: node)
    else { return }
    let record = builder.objects[frame.word.objectIndex]
    guard record.arguments.has(.tuple) else { return }
    var words = Array(builder.words(of: record.arguments))
    // `copyreg._reconstructor` takes two classes first.
    let first = object.node(.base) == 0 ? 0 : 2
    guard words.count == first + document[node].childCount else { return }
    var hasChanged = false
    for (index, argument) in document.elements(of: node).enumerated() where isOwn(argument) {
      words[first + index] = copy(words[first + index])
      hasChanged = true
    }
    guard hasChanged else { return }
    let outer = builder.object(frame.word.construction, builder.objects[frame.word.objectIndex].callable)
    builder.setArguments(builder.tuple(words), of: outer)
    builder.discarded[frame.word.objectIndex] = [outer]
  }

  /// Whether an argument is a list or dict that nothing else refers to.
  private func isOwn(_ node: Int) -> Bool {
    switch document[node].kind {
    case .array: true
    case .object: !document.hasFirstKey(node, startingWith: "$")
    default: false
    }
  }

  private mutating func copy(_ word: Word) -> Word {
    let words = Array(builder.words(of: word))
    let copy = builder.container(word.has(.dict) ? .dict : .list)
    if word.has(.dict) {
      for index in stride(from: 0, to: words.count - 1, by: 2) {
        builder.set(words[index], words[index + 1], in: copy)
      }
    } else {
      for word in words { builder.append(word, to: copy) }
    }
    return copy
  }
}
