import SQLDatabase

/// A database's file is damaged, or it is something else.
public struct DamagedDatabase: Error, CustomStringConvertible {
    /// The database's address without its password, where it is known.
    public var location: String?
    /// What the engine said.
    public let reason: String

    init(location: String? = nil, reason: String) {
        self.location = location
        self.reason = reason
    }

    /// The damage that an error tells of, if it does.
    public init?(_ error: any Error) {
        guard let error = error as? SQLError, case .notADatabase(let failure) = error else { return nil }
        reason = failure.message
    }

    /// What is wrong and what to do.
    public var description: String {
        "\(location ?? "The database") is not a database, or a damaged one (\(reason)). Nothing was changed. Move the file away: "
            + "the next start makes a new one from the facts in this program."
    }

    /// Turns an engine's error into this one, with the location.
    public static func recognised<Value>(at url: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            guard var damage = error as? DamagedDatabase ?? DamagedDatabase(error) else { throw error }
            damage.location = damage.location ?? withoutPassword(url)
            throw damage
        }
    }
}
