import BrineCore

/// Objects that were made once more, because their arguments lead to themselves.
///
/// Where a call's arguments hold its own result, CPython comes to the object again while it writes the arguments. It
/// then writes another call, which is the one that counts. Back outside it finishes the first call, drops the result
/// and fetches that of the inner one: `… REDUCE POP GET`. Such a first call may have other arguments, such as a list
/// of its own, and has to be written like that again for the inner one to get a whole list.
extension Machine {
  /// Notes a call that was just dropped with the object that takes its place, where the next opcode fetches one.
  ///
  /// - Returns: whether it does.
  mutating func noteDiscarded(_ call: Word, _ next: ByteCursor) -> Bool {
    guard call.has(.object), call.objectIndex == objects.count &- 1 else { return false }
    guard let key = nextKey(next), let object = memo.get(key), object.has(.object), object != call,
      object.construction == call.construction
    else { return false }
    let (first, second) = (objects[call.objectIndex], objects[object.objectIndex])
    // A call with keyword arguments is one of a `partial`, which is made anew each time.
    guard first.callable == second.callable || first.callable.has(.object) && second.callable.has(.object)
    else {
      return false
    }
    guard first.state == .absent, first.items == .absent else { return false }
    discarded[object.objectIndex, default: []].append(call)
    return true
  }

  /// The key of the GET that comes next, where one does.
  private mutating func nextKey(_ next: ByteCursor) -> Int? {
    var cursor = next
    switch cursor.read(UInt8.self) {
    case PickleOpcode.binGet.rawValue: return cursor.read(UInt8.self).map { Int($0) }
    case PickleOpcode.longBinGet.rawValue: return cursor.read(UInt32.self).map { Int($0) }
    case PickleOpcode.get.rawValue:
      guard let line = try? line(&cursor, atLeast: 1) else { return nil }
      return PythonInteger(line, base: 10)?.int
    default: return nil
    }
  }
}
