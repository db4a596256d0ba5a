/// File names are unique within a target, which Swift asks for, and no type is named like its module, which would hide the
/// module from whoever imports it.
enum FileNames {
    /// Modules whose one type is what they are for: nobody ever has to spell the module's name before it.
    static let namedLikeTheirOneType: Set<String> = ["BoundedWorkers"]

    static func repeated(in files: [SourceFile]) -> [String] {
        let swift = files.filter { $0.swift != nil }
        let groups = Dictionary(grouping: swift) { "\($0.target)/\($0.name)" }
        return groups.filter { $0.value.count > 1 }.keys.sorted()
    }

    static func typesNamedLikeTheirModule(in files: [SourceFile]) -> [Violation] {
        let kinds = ["struct", "class", "enum", "protocol", "actor", "typealias"]
        return files.filter { !namedLikeTheirOneType.contains($0.target) }.flatMap { file in
            kinds.flatMap { kind in
                (file.swift?.lines(of: [kind, file.target]) ?? []).map {
                    Violation(file, line: $0, "a type named like its module")
                }
            }
        }
    }
}
