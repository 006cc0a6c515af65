import BrineCore

extension PickleRun {
  /// The pickle without some of its calls and names, in whose places there is `None`.
  ///
  /// What is done to a dropped object goes with it. Values that are part of nothing else any more are not written.
  /// - Parameters:
  ///   - isDroppedCall: Whether to drop the result of the call of this number.
  ///   - isDroppedGlobal: Whether to drop the name of this number.
  package func cleaned(
    isDroppedCall: (Int) -> Bool, isDroppedGlobal: (Int) -> Bool
  ) -> PickleValue {
    func isDropped(_ word: Word) -> Bool {
      word.has(.object) && isDroppedCall(word.objectIndex)
        || word.has(.global) && isDroppedGlobal(word.payload)
        || word.has(.special)
    }
    func kept(_ word: Word) -> Word { isDropped(word) ? .none : word }

    var pool = Pool(words: graph.pool.count, containers: graph.containers.count)
    for index in 0..<graph.pool.count { pool.words.append(kept(graph.pool[index])) }
    for index in 0..<graph.containers.count { pool.containers.append(graph.containers[index]) }
    for index in 0..<graph.shapes.count { pool.shapes.append(graph.shapes[index]) }
    var objects = Vector<ObjectRecord>(capacity: graph.objects.count)
    for index in 0..<graph.objects.count {
      var record = graph.objects[index]
      record.callable = kept(record.callable)
      record.arguments = kept(record.arguments)
      // A state that is `None` is none.
      if record.state != .absent, isDropped(record.state) { record.state = .absent }
      objects.append(record)
    }
    var globals = Vector<GlobalRecord>(capacity: graph.globals.count)
    for index in 0..<graph.globals.count {
      var record = graph.globals[index]
      record.state = .absent
      globals.append(record)
    }
    let parts = GraphParts(
      pool: pool, objects: objects, globals: globals, specials: Vector(), inlineArrays: graph.inlineArrays,
      options: graph.options, protocolVersion: graph.protocolVersion)
    let copy = PickleGraph(parts, source: graph.source, root: kept(graph.root), byteRange: graph.byteRange)
    return PickleValue(copy, copy.root)
  }
}
