import BrineCore
import BrineFrames
import Testing

/// Indexes look as pandas 3 prints them: what was printed there stands here.
struct IndexTextTests {
  @Test func longIndexes() {
    let numbers = Index(.array(NDArray((0..<150).map { Int64($0 * 7) })))
    #expect(
      numbers.description == """
        Index([   0,    7,   14,   21,   28,   35,   42,   49,   56,   63,
               ...
                980,  987,  994, 1001, 1008, 1015, 1022, 1029, 1036, 1043],
              dtype='int64', length=150)
        """)
    let labels = Index((0..<30).map { "label\($0)" })
    #expect(
      labels.description == """
        Index(['label0', 'label1', 'label2', 'label3', 'label4', 'label5', 'label6',
               'label7', 'label8', 'label9', 'label10', 'label11', 'label12',
               'label13', 'label14', 'label15', 'label16', 'label17', 'label18',
               'label19', 'label20', 'label21', 'label22', 'label23', 'label24',
               'label25', 'label26', 'label27', 'label28', 'label29'],
              dtype='str')
        """)
  }

  @Test func times() throws {
    let start: Int64 = 1_704_067_200
    let counts = try NDArray((0..<120).map { start + $0 * 86_400 }).viewed(as: DType(.datetime64(.seconds)))
    #expect(
      Index(.array(counts), frequency: .day).description == """
        DatetimeIndex(['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04',
                       '2024-01-05', '2024-01-06', '2024-01-07', '2024-01-08',
                       '2024-01-09', '2024-01-10',
                       ...
                       '2024-04-20', '2024-04-21', '2024-04-22', '2024-04-23',
                       '2024-04-24', '2024-04-25', '2024-04-26', '2024-04-27',
                       '2024-04-28', '2024-04-29'],
                      dtype='datetime64[s]', length=120, freq='D')
        """)
  }

  @Test func levelsAndCategories() throws {
    let multi = try MultiIndex(
      levels: [Index(["a", "bb"]), Index(.array(NDArray([1, 22])))],
      codes: [NDArray([Int8(0), 0, 1, 1]), NDArray([Int8(0), 1, 0, 1])])
    #expect(
      Index(.multi(multi), names: ["x", .none]).description == """
        MultiIndex([( 'a',  1),
                    ( 'a', 22),
                    ('bb',  1),
                    ('bb', 22)],
                   names=['x', None])
        """)
    let letters = "abcdefghijkl".map { String($0) }
    let codes = NDArray((0..<24).map { Int8($0 % 12) })
    #expect(
      Index(.categorical(CategoricalColumn(codes: codes, categories: Index(letters)))).description == """
        CategoricalIndex(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l',
                          'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'],
                         categories=['a', 'b', 'c', 'd', ..., 'i', 'j', 'k', 'l'],
                         ordered=False, dtype='category')
        """)
    #expect(
      Index(.range(start: 0, stop: 60, step: 2), names: ["n"]).description
        == "RangeIndex(start=0, stop=60, step=2, name='n')")
  }
}
