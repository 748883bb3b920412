import HTTPTypes
import SocialService

/// Filters (docs.joinmastodon.org/methods/filters), and their first form over the same (…/methods/filters/v1).
extension ClientAPI {
    static let filterRoutes: [Route] = [
        Route(.get, "/api/v2/filters", .token("read:filters")) { call in
            let filters = try await call.read { try $0.filters() }
            return call.json { entities, json in
                json.array(filters) { json, filter in entities.filter(filter, &json) }
            }
        },
        Route(.post, "/api/v2/filters", .token("write:filters")) { call in
            let parameters = call.parameters
            let title = try parameters.text("title") ?? ""
            let contexts = try contexts(call) ?? []
            let action = try action(call) ?? .warn
            let seconds = try parameters.number("expires_in")
            let keywords = try (try parameters.inners("keywords_attributes") ?? []).map {
                (try $0.text("keyword") ?? "", try $0.flag("whole_word") ?? true)
            }
            return try await answer(call) {
                try $0.makeFilter(
                    title: title, contexts: contexts, action: action, seconds: seconds, keywords: keywords)
            }
        },
        Route(.get, "/api/v2/filters/:id", .token("read:filters")) { call in
            let id = try call.id()
            let filter = try await call.read { try $0.filter(id) }
            return call.json { entities, json in entities.filter(filter, &json) }
        },
        Route(.put, "/api/v2/filters/:id", .token("write:filters"), updateFilter),
        Route(.delete, "/api/v2/filters/:id", .token("write:filters")) { call in
            let id = try call.id()
            try await call.write { try $0.deleteFilter(id) }
            return .empty
        },
        Route(.get, "/api/v2/filters/:id/keywords", .token("read:filters")) { call in
            let id = try call.id()
            let filter = try await call.read { try $0.filter(id) }
            return call.json { entities, json in
                json.array(filter.keywords) { json, keyword in entities.filterKeyword(keyword, &json) }
            }
        },
        Route(.post, "/api/v2/filters/:id/keywords", .token("write:filters")) { call in
            let id = try call.id()
            let (text, isWholeWord) = (
                try call.parameters.text("keyword") ?? "", try call.parameters.flag("whole_word") ?? true
            )
            let keyword = try await call.write { transaction in
                let keyword = StatusFilter.Keyword(id: transaction.newPart(), text: text, isWholeWord: isWholeWord)
                _ = try transaction.change(id) { $0.keywords.append(keyword) }
                return keyword
            }
            return call.json { entities, json in entities.filterKeyword(keyword, &json) }
        },
        Route(.get, "/api/v2/filters/keywords/:id", .token("read:filters")) { call in
            let id = try call.id()
            let filter = try await call.read { try $0.filter(withKeyword: id) }
            return try keyword(id, of: filter, call)
        },
        Route(.put, "/api/v2/filters/keywords/:id", .token("write:filters")) { call in
            let id = try call.id()
            let (text, isWholeWord) = (try call.parameters.text("keyword"), try call.parameters.flag("whole_word"))
            let filter = try await call.write { transaction in
                try transaction.change(try transaction.filter(withKeyword: id).id) { filter in
                    for index in filter.keywords.indices where filter.keywords[index].id == id {
                        filter.keywords[index].text = text ?? filter.keywords[index].text
                        filter.keywords[index].isWholeWord = isWholeWord ?? filter.keywords[index].isWholeWord
                    }
                }
            }
            return try keyword(id, of: filter, call)
        },
        Route(.delete, "/api/v2/filters/keywords/:id", .token("write:filters")) { call in
            let id = try call.id()
            try await call.write { transaction in
                _ = try transaction.change(try transaction.filter(withKeyword: id).id) {
                    $0.keywords.removeAll { $0.id == id }
                }
            }
            return .empty
        },
        Route(.get, "/api/v2/filters/:id/statuses", .token("read:filters")) { call in
            let id = try call.id()
            let filter = try await call.read { try $0.filter(id) }
            return call.json { entities, json in
                json.array(filter.entries) { json, entry in entities.filterEntry(entry, &json) }
            }
        },
        Route(.post, "/api/v2/filters/:id/statuses", .token("write:filters")) { call in
            let id = try call.id()
            guard let statusID = try call.parameters.id("status_id") else {
                throw Parameters.Fault(message: "'status_id' is missing.", missing: "status_id")
            }
            let entry = try await call.write { transaction in
                let entry = StatusFilter.Entry(
                    id: transaction.newPart(), statusID: try transaction.status(statusID).status.id)
                _ = try transaction.change(id) { filter in
                    guard !filter.entries.contains(where: { $0.statusID == entry.statusID }) else {
                        throw SocialError.taken(field: "Status")
                    }
                    filter.entries.append(entry)
                }
                return entry
            }
            return call.json { entities, json in entities.filterEntry(entry, &json) }
        },
        Route(.get, "/api/v2/filters/statuses/:id", .token("read:filters")) { call in
            let id = try call.id()
            let filter = try await call.read { try $0.filter(withEntry: id) }
            guard let entry = filter.entries.first(where: { $0.id == id }) else { throw SocialError.notFound("entry") }
            return call.json { entities, json in entities.filterEntry(entry, &json) }
        },
        Route(.delete, "/api/v2/filters/statuses/:id", .token("write:filters")) { call in
            let id = try call.id()
            try await call.write { transaction in
                _ = try transaction.change(try transaction.filter(withEntry: id).id) {
                    $0.entries.removeAll { $0.id == id }
                }
            }
            return .empty
        },
        // The first form: each keyword is a filter.
        Route(.get, "/api/v1/filters", .token("read:filters")) { call in
            let filters = try await call.read { try $0.filters() }
            let pairs = filters.flatMap { filter in filter.keywords.map { (filter, $0) } }
            return call.json { entities, json in
                json.array(pairs) { json, pair in entities.firstFilter(pair.0, pair.1, &json) }
            }
        },
        Route(.post, "/api/v1/filters", .token("write:filters")) { call in
            let parameters = call.parameters
            let phrase = try parameters.required("phrase")
            let contexts = try contexts(call) ?? []
            let action: StatusFilter.Action = try parameters.flag("irreversible") == true ? .hide : .warn
            let (seconds, isWholeWord) = (
                try parameters.number("expires_in"), try parameters.flag("whole_word") ?? false
            )
            let filter = try await call.write {
                try $0.makeFilter(
                    title: String(phrase.prefix(256)), contexts: contexts, action: action, seconds: seconds,
                    keywords: [(phrase, isWholeWord)])
            }
            return try firstForm(filter.keywords.first?.id, of: filter, call)
        },
        Route(.get, "/api/v1/filters/:id", .token("read:filters")) { call in
            let id = try call.id()
            return try firstForm(id, of: try await call.read { try $0.filter(withKeyword: id) }, call)
        },
        Route(.put, "/api/v1/filters/:id", .token("write:filters")) { call in
            let (id, parameters) = (try call.id(), call.parameters)
            let (phrase, isWholeWord) = (try parameters.text("phrase"), try parameters.flag("whole_word"))
            let (contexts, isHiding) = (try contexts(call), try parameters.flag("irreversible"))
            let seconds = try parameters.number("expires_in")
            let hasExpiry = parameters.names.contains("expires_in")
            let filter = try await call.write { transaction in
                try transaction.change(try transaction.filter(withKeyword: id).id) { filter in
                    for index in filter.keywords.indices where filter.keywords[index].id == id {
                        filter.keywords[index].text = phrase ?? filter.keywords[index].text
                        filter.keywords[index].isWholeWord = isWholeWord ?? filter.keywords[index].isWholeWord
                    }
                    filter.contexts = contexts ?? filter.contexts
                    if let isHiding { filter.action = isHiding ? .hide : .warn }
                    if hasExpiry { filter.expiresAt = transaction.expiry(seconds) }
                }
            }
            return try firstForm(id, of: filter, call)
        },
        Route(.delete, "/api/v1/filters/:id", .token("write:filters")) { call in
            let id = try call.id()
            try await call.write { transaction in
                let filter = try transaction.filter(withKeyword: id)
                if filter.keywords.count == 1, filter.entries.isEmpty { return try transaction.deleteFilter(filter.id) }
                _ = try transaction.change(filter.id) { $0.keywords.removeAll { $0.id == id } }
            }
            return .empty
        },
    ]

    private static func answer(
        _ call: Call, _ body: @escaping @Sendable (Transaction) throws -> StatusFilter
    ) async throws -> Reply {
        let filter = try await call.write(body)
        return call.json { entities, json in entities.filter(filter, &json) }
    }

    private static func keyword(_ id: Identifier, of filter: StatusFilter, _ call: Call) throws -> Reply {
        guard let keyword = filter.keywords.first(where: { $0.id == id }) else {
            throw SocialError.notFound("keyword")
        }
        return call.json { entities, json in entities.filterKeyword(keyword, &json) }
    }

    private static func firstForm(_ id: Identifier?, of filter: StatusFilter, _ call: Call) throws -> Reply {
        guard let keyword = filter.keywords.first(where: { $0.id == id }) else { throw SocialError.notFound("filter") }
        return call.json { entities, json in entities.firstFilter(filter, keyword, &json) }
    }

    /// Where a filter is in force; nil if nothing is said.
    private static func contexts(_ call: Call) throws -> Set<StatusFilter.Context>? {
        let words = try call.parameters.texts("context").filter { !$0.isEmpty }
        guard !words.isEmpty else { return nil }
        return Set(
            try words.map { word in
                guard let context = StatusFilter.Context(word: word) else {
                    throw SocialError.invalid(
                        field: "Context", reason: "must be home, notifications, public, thread or account")
                }
                return context
            })
    }

    private static func action(_ call: Call) throws -> StatusFilter.Action? {
        guard let word = try call.parameters.text("filter_action"), !word.isEmpty else { return nil }
        guard let action = StatusFilter.Action(word: word) else {
            throw SocialError.invalid(field: "Filter action", reason: "must be warn, hide or blur")
        }
        return action
    }

    /// Changes what is named; keywords by their ids, new ones without, and `_destroy` for those that go.
    @Sendable private static func updateFilter(_ call: Call) async throws -> Reply {
        let (id, parameters) = (try call.id(), call.parameters)
        let (title, contexts, action) = (try parameters.text("title"), try contexts(call), try action(call))
        let seconds = try parameters.number("expires_in")
        let hasExpiry = parameters.names.contains("expires_in")
        let keywords = try (try parameters.inners("keywords_attributes") ?? []).map {
            (
                id: try $0.id("id"), text: try $0.text("keyword"), isWholeWord: try $0.flag("whole_word"),
                goes: try $0.flag("_destroy") ?? false
            )
        }
        return try await answer(call) { transaction in
            try transaction.change(id) { filter in
                filter.title = title ?? filter.title
                filter.contexts = contexts ?? filter.contexts
                filter.action = action ?? filter.action
                if hasExpiry { filter.expiresAt = transaction.expiry(seconds) }
                for change in keywords {
                    guard let keywordID = change.id else {
                        filter.keywords.append(
                            StatusFilter.Keyword(
                                id: transaction.newPart(), text: change.text ?? "",
                                isWholeWord: change.isWholeWord ?? true))
                        continue
                    }
                    guard let index = filter.keywords.firstIndex(where: { $0.id == keywordID }) else {
                        throw SocialError.notFound("keyword")
                    }
                    if change.goes {
                        filter.keywords.remove(at: index)
                    } else {
                        filter.keywords[index].text = change.text ?? filter.keywords[index].text
                        filter.keywords[index].isWholeWord = change.isWholeWord ?? filter.keywords[index].isWholeWord
                    }
                }
            }
        }
    }
}
