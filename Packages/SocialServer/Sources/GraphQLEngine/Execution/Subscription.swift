/// Subscriptions (section 6.2.3).
extension Engine {
    /// Starts a subscription: its source is asked for events, each of which becomes a response when the caller asks for
    /// the next one.
    ///
    /// - Returns: the responses. Dropping the iterator, or cancelling its task, ends the source.
    /// - Throws: why nothing was started.
    public func subscribe(_ prepared: Prepared, context: Context) async throws(RequestFailure) -> Responses {
        guard prepared.operation.kind == .subscription else {
            throw RequestFailure(errors: [GraphQLError("The operation is no subscription.", phase: .request)])
        }
        let variables = try VariableValues.coerce(
            prepared.request.variables, for: prepared.operation, in: prepared.document, schema: schema)
        let execution = Execution(engine: self, prepared: prepared, variables: variables, context: context)
        do {
            return Responses(
                events: try await execution.source(), engine: self, prepared: prepared, context: context)
        } catch {
            throw RequestFailure(errors: [.from(error)])
        }
    }

    /// The responses of a subscription, one an event.
    public struct Responses: AsyncSequence, Sendable {
        let events: Resolvers<Context>.Events
        let engine: Engine
        let prepared: Prepared
        let context: Context

        /// Reads events and executes the operation for each.
        public struct AsyncIterator: AsyncIteratorProtocol {
            var events: Resolvers<Context>.Events.AsyncIterator
            let responses: Responses

            /// The next response; nil after the last event.
            ///
            /// - Throws: what the source of events threw.
            public mutating func next() async throws -> Response? {
                guard let event = try await events.next() else { return nil }
                return await responses.engine.execute(
                    responses.prepared, root: event, context: responses.context)
            }
        }

        /// Starts to read.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(events: events.makeAsyncIterator(), responses: self)
        }
    }
}
