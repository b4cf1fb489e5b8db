import Foundation
import Support

/// A file of the package, by its path from the root.
struct SourceFile {
    let path: String
    let text: String

    var name: String { String(path.split(separator: "/").last ?? "") }

    /// Every file with this ending in some folders.
    static func all(under folders: [String], ending: String = ".swift") throws -> [SourceFile] {
        try folders.flatMap { folder -> [SourceFile] in
            let root = "\(Package.folder)/\(folder)"
            guard let paths = FileManager.default.enumerator(atPath: root) else { return [] }
            return try paths.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted().map {
                SourceFile(path: "\(folder)/\($0)", text: try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8))
            }
        }
    }
}
