/// A pattern that inverts modules, so that a symbol has no large spots and nothing that looks like a finder pattern
/// (§7.8.2, table 10).
enum Mask: Int, Sendable, Hashable, CaseIterable {
    case rowsAndColumns, rows, columns, diagonals, blocks, productSums, productParity, sumParity

    /// Whether it inverts a module; the standard's *i* is the row and its *j* the column.
    func covers(_ column: Int, _ row: Int) -> Bool {
        let product = row * column
        return switch self {
        case .rowsAndColumns: (row + column) % 2 == 0
        case .rows: row % 2 == 0
        case .columns: column % 3 == 0
        case .diagonals: (row + column) % 3 == 0
        case .blocks: (row / 2 + column / 3) % 2 == 0
        case .productSums: product % 2 + product % 3 == 0
        case .productParity: (product % 2 + product % 3) % 2 == 0
        case .sumParity: ((row + column) % 2 + product % 3) % 2 == 0
        }
    }
}
