import Brine
import Testing

/// Paths that lead into arrays of objects and into frames.
@Suite struct SelectedTests {
  private func objects() throws -> PickleValue {
    let values = try (0..<4).map {
      try Pickle(["n": PickleTree(integerLiteral: $0)] as PickleTree).root
    }
    return try PickleValue(NDArray(objects: values, shape: [2, 2]))
  }

  private func frame() throws -> DataFrame {
    try DataFrame(csv: "a,b,c d\n1,x,2.5\n2,y,\n3,ä,4.5\n")
  }

  @Test func arraysOfObjectsHaveAxes() throws {
    let value = try objects()
    #expect(try value.resolveSelected("[0]").ndarray?.shape == [2])
    #expect(try value.resolveSelected("[1, 0]")["n"]?.int == 2)
    #expect(try value.resolveSelected("[1,0]/n").int == 2)
    #expect(try value.resolveSelected("[-1, -1]/n").int == 3)
    #expect(value.children.map(\.step.description) == ["[0, 0]", "[0, 1]", "[1, 0]", "[1, 1]"])
    #expect(throws: ArrayError.self) { try value.resolveSelected("[2]") }
  }

  @Test func differencesNameThePlace() throws {
    let new = try Pickle(
      typedJSON: Array(try objects().typedJSON().replacing("3}", with: "7}").utf8)
    ).root
    var differences = PickleDifferences(from: try objects(), to: new)
    let found = try differences.next()
    #expect(found?.path.description == "[1, 1]/n")
    #expect(try differences.next() == nil)
  }

  @Test func columnsAndRows() throws {
    let value = try frame().pickle().root
    let column = try Series(value.resolveSelected("/a"))
    #expect(try column.column.ints() == [1, 2, 3])
    #expect(column.name == "a")
    #expect(try Series(value.resolveSelected("[\"c d\"]")).column.doubles().last == 4.5)
    let rows = try DataFrame(value.resolveSelected("[1:]"))
    #expect(rows.index.values == [1, 2])
    #expect(try rows["b"]?.strings() == ["y", "ä"])
    #expect(try value.resolveSelected("/a[0:3:2]").asArray().elements(as: Int.self) == [1, 3])
    #expect(try value.resolveSelected("/b[-1]").string == "ä")
    #expect(throws: PickleError(.notFound, "")) { try value.resolveSelected("/none") }
  }

  @Test func rowsOfAllKinds() throws {
    let categories = CategoricalColumn(
      codes: NDArray([Int8(0), 1, 0]), categories: Index(["x", "y"]))
    let nullable = NullableColumn(values: NDArray([1, 2, 3]), mask: NDArray([false, true, false]))
    let sparse = SparseColumn(
      indices: NDArray([Int32(1)]), values: NDArray([5.0]), fill: .float(0), count: 3)
    let objects = ObjectColumn(["a", .none, 3])
    let columns: [Column] = [
      .categorical(categories), .nullable(nullable), .sparse(sparse), .objects(objects),
    ]
    for column in columns {
      let part = try column.rows(Selection(text: "[::-2]"))
      #expect(part.values == [column[2], column[0]], "\(column.dtype)")
      #expect(part.dtype == column.dtype)
    }
  }

  @Test func framesAsArrays() throws {
    let arrays = try DataFrame(csv: "a,b\n1,x\n2,yz\n").arrays()
    #expect(arrays.map(\.name) == ["a", "b"])
    #expect(try arrays[1].array.strings() == ["x", "yz"])
    let table = try DataFrame(csv: "a,b\n1,x\n2,yz\n").array()
    #expect(table.dtype.description == "[('a', '<i8'), ('b', '<U2')]")
    #expect(
      table.values == [.record([.int(1), .string("x")]), .record([.int(2), .string("yz")])])
    var options = CSVReadOptions()
    options.hasHeader = nil
    let numbers = try DataFrame(csv: "1,2.5\n3,4\n", options: options).array()
    #expect(numbers.shape == [2, 2])
    #expect(try numbers.elements(as: Double.self) == [1, 2.5, 3, 4])
    #expect(throws: FrameError(.typeMismatch, "")) {
      _ = try DataFrame(csv: "a,b\n1,x\n2,\n").array()
    }
  }
}
