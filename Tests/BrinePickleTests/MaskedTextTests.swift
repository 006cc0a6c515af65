import BrineCore
import BrinePickle
import Foundation
import Testing

/// Masked arrays as NumPy 2.4 prints them, and objects of arrays.
@Suite struct MaskedTextTests {
  /// What `pickle.dumps(array, 5)` gave, with the two parts of its state that follow the shape's.
  private func masked(_ base64: String) throws -> MaskedArray {
    let data = try #require(Data(base64Encoded: base64))
    return try #require(try Pickle([UInt8](data)).root.maskedArray)
  }

  private static let start =
    "AAAAAAAACMDW51bXB5Lm1hLmNvcmWUjA5fbWFyZWNvbnN0cnVjdJSTlCiMCG51bXB5Lm1hlIwLTWFza2VkQXJyYXmUk5SMBW51bXB5lIwHbmRh"
    + "cnJheZSTlEsAhZSMAWKUdJRSlChLAUs"

  @Test func oneAxis() throws {
    let array = try masked(
      "gAWVvQ" + Self.start
        + "DhZRoBowFZHR5cGWUk5SMAmk4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKJQxgBAAAAAAAAAAIAAAAAAAAAAwAAAAAAAACUQw"
        + "MAAQCUTnSUYi4=")
    #expect(
      array.description == """
        masked_array(data=[1, --, 3],
                     mask=[False,  True, False],
               fill_value=999999)
        """)
  }

  @Test func twoAxes() throws {
    let array = try masked(
      "gAWVyA" + Self.start
        + "CSwKGlGgGjAVkdHlwZZSTlIwCZjiUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYolDIAAAAAAAAPg/AAAAAAAAAEAAAAAAAAAIQA"
        + "AAAAAAABFAlEMEAAEAAJROdJRiLg==")
    #expect(
      array.description == """
        masked_array(
          data=[[1.5, --],
                [3.0, 4.25]],
          mask=[[False,  True],
                [False, False]],
          fill_value=1e+20)
        """)
  }

  @Test func objects() throws {
    let trees: [PickleTree] = [["a": 1], [1, "b"], .tuple([2]), .none]
    let array = try NDArray(objects: trees.map { try Pickle($0).root }, shape: [4])
    #expect(array.text() == "array([{'a': 1}, list([1, 'b']), (2,), None], dtype=object)")
  }
}
