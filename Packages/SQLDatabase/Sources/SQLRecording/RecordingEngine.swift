public import SQLDatabase
import Synchronization

/// Another engine, with every statement that is run written down: for tests that count statements or look at their plans.
public final class RecordingEngine: SQLEngine {
    private let statements = Mutex<[SQLStatement]>([])
    private let engine: any SQLEngine

    /// Records what is asked of `engine`.
    public init(_ engine: any SQLEngine) { self.engine = engine }

    /// The schemes of the engine that is recorded.
    public var schemes: [String] { engine.schemes }

    /// A connector of the engine that is recorded, whose statements are written down here.
    public func connector(for url: String, options: SQLOptions) throws(SQLError) -> any SQLConnector {
        Connector(connector: try engine.connector(for: url, options: options), engine: self)
    }

    /// The statements since the last time.
    public func take() -> [SQLStatement] {
        statements.withLock { statements in
            defer { statements = [] }
            return statements
        }
    }

    private struct Connector: SQLConnector {
        let connector: any SQLConnector
        let engine: RecordingEngine

        var dialect: SQLDialect { connector.dialect }
        var shape: SQLPoolShape { connector.shape }

        func connect(as role: SQLRole) throws(SQLError) -> any SQLDriver {
            Driver(driver: try connector.connect(as: role), engine: engine)
        }
    }

    private final class Driver: SQLDriver {
        let driver: any SQLDriver
        let engine: RecordingEngine

        init(driver: any SQLDriver, engine: RecordingEngine) {
            self.driver = driver
            self.engine = engine
        }

        var dialect: SQLDialect { driver.dialect }
        var isUsable: Bool { driver.isUsable }
        var isInTransaction: Bool { driver.isInTransaction }
        var interrupter: any SQLInterrupter { driver.interrupter }

        func start(_ statement: SQLStatement, streaming: Bool) throws(SQLError) -> any SQLCursor {
            engine.statements.withLock { $0.append(statement) }
            return try driver.start(statement, streaming: streaming)
        }

        func run(_ script: SQLScript) throws(SQLError) { try driver.run(script) }
        func begin(_ transaction: SQLTransaction) throws(SQLError) { try driver.begin(transaction) }
        func commit() throws(SQLError) { try driver.commit() }
        func rollback() throws(SQLError) { try driver.rollback() }
        func lockForMigration() throws(SQLError) { try driver.lockForMigration() }
        func close() { driver.close() }
        func origins(of statement: SQLStatement) throws(SQLError) -> [SQLColumnOrigin?] {
            try driver.origins(of: statement)
        }
    }
}
