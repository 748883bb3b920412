import HTTPTypes
import SocialService

/// Polls, conversations, scheduled statuses and reports.
extension ClientAPI {
    static let pollRoutes: [Route] = [
        Route(.get, "/api/v1/polls/:id", .openWith("read:statuses")) { call in
            let id = try call.id()
            let (poll, hasReader) = try await call.read { (try $0.poll(id), $0.viewerID != nil) }
            return call.json { entities, json in entities.poll(poll, hasReader: hasReader, &json) }
        },
        Route(.post, "/api/v1/polls/:id/votes", .token("write:statuses")) { call in
            let id = try call.id()
            let choices = try call.parameters.texts("choices").map { text in
                guard let choice = Int(text) else { throw Parameters.Fault(message: "'choices' must be numbers.") }
                return choice
            }
            let poll = try await call.write { try $0.vote(choices, in: id) }
            return call.json { entities, json in entities.poll(poll, hasReader: true, &json) }
        },
        Route(.get, "/api/v1/conversations", .token("read:statuses")) { call in
            let page = try call.parameters.page(20)
            let found = try await call.read { try $0.conversations(page) }
            return call.list(found) { entities, json, view in entities.conversation(view, &json) }
        },
        Route(.post, "/api/v1/conversations/:id/read", .token("write:conversations")) { call in
            let id = try call.id()
            let view = try await call.write { try $0.markRead(id) }
            return call.json { entities, json in entities.conversation(view, &json) }
        },
        Route(.delete, "/api/v1/conversations/:id", .token("write:conversations")) { call in
            let id = try call.id()
            try await call.write { try $0.deleteConversation(id) }
            return .empty
        },
        Route(.get, "/api/v1/timelines/direct", .token("read:statuses")) { call in
            let page = try call.parameters.page(20)
            let found = try await call.read { try $0.directTimeline(page) }
            return call.list(found) { entities, json, view in entities.status(view, &json) }
        },
        Route(.get, "/api/v1/scheduled_statuses", .token("read:statuses")) { call in
            let page = try call.parameters.page(20)
            let found = try await call.read { try $0.scheduled(page) }
            return call.list(found) { entities, json, scheduled in entities.scheduled(scheduled, &json) }
        },
        Route(.get, "/api/v1/scheduled_statuses/:id", .token("read:statuses")) { call in
            let id = try call.id()
            let scheduled: ScheduledStatus = try await call.read { try $0.scheduled(id) }
            return call.json { entities, json in entities.scheduled(scheduled, &json) }
        },
        Route(.put, "/api/v1/scheduled_statuses/:id", .token("write:statuses")) { call in
            let id = try call.id()
            guard let at = try call.parameters.moment("scheduled_at") else {
                throw Parameters.Fault(message: "'scheduled_at' is missing.", missing: "scheduled_at")
            }
            let scheduled = try await call.write { try $0.reschedule(id, to: at) }
            return call.json { entities, json in entities.scheduled(scheduled, &json) }
        },
        Route(.delete, "/api/v1/scheduled_statuses/:id", .token("write:statuses")) { call in
            let id = try call.id()
            try await call.write { try $0.cancelScheduled(id) }
            return .empty
        },
        Route(.post, "/api/v1/reports", .token("write:reports")) { call in
            let parameters = call.parameters
            guard let target = try parameters.id("account_id") else {
                throw Parameters.Fault(message: "'account_id' is missing.", missing: "account_id")
            }
            let word = try parameters.text("category") ?? ""
            guard let category = word.isEmpty ? .other : Report.Category(rawValue: word) else {
                throw SocialError.invalid(field: "Category", reason: "must be spam, legal, violation or other")
            }
            guard try parameters.ids("rule_ids").isEmpty else {
                throw SocialError.invalid(field: "Rule", reason: "is not there: this network has no numbered rules")
            }
            let (statuses, comment) = (try parameters.ids("status_ids"), try parameters.text("comment") ?? "")
            let (report, account) = try await call.write {
                try $0.report(target, statuses: statuses, category: category, comment: comment)
            }
            return call.json { entities, json in entities.report(report, about: account, &json) }
        },
    ]
}
