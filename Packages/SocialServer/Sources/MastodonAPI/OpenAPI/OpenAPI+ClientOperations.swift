/// The routes for what clients show beside statuses and accounts: filters, lists, polls and the like.
extension OpenAPI {
    static let clientOperations: [String: Operation] = {
        var operations = clientTable
        for quiet in ClientAPI.quietAnswers {
            let json = "\(quiet.json)"
            operations["GET \(quiet.path)"] = Operation(
                "Always the same: \(quiet.reason)", .json(json.hasPrefix("[") ? "[object]" : "object"))
        }
        return operations
    }()

    private static let page = "max_id?: place, since_id?: place, min_id?: place, limit?: int"
    private static let list = "title?: text, replies_policy?: followed|list|none, exclusive?: flag"
    private static let filter = """
        title?: text, context?: [text], filter_action?: warn|hide|blur, expires_in?: int,
        keywords_attributes?: [FilterKeywordWish]
        """
    private static let firstFilter = """
        phrase?: text, context?: [text], irreversible?: flag, whole_word?: flag, expires_in?: int
        """
    private static let groups = """
        \(page), types[]?: [text], exclude_types[]?: [text], account_id?: place, grouped_types[]?: [text],
        expand_accounts?: full|partial_avatars, include_filtered?: flag
        """

    private static let clientTable: [String: Operation] = [
        // Filters
        "GET /api/v2/filters": Operation("The own filters", .json("[Filter]")),
        "POST /api/v2/filters": Operation("Make a filter", body: filter, .json("Filter")),
        "GET /api/v2/filters/:id": Operation("One filter", .json("Filter")),
        "PUT /api/v2/filters/:id": Operation("Change a filter", body: filter, needsBody: false, .json("Filter")),
        "DELETE /api/v2/filters/:id": Operation("Remove a filter", .json("Empty")),
        "GET /api/v2/filters/:id/keywords": Operation("A filter's keywords", .json("[FilterKeyword]")),
        "POST /api/v2/filters/:id/keywords": Operation(
            "Add a keyword", body: "keyword: word, whole_word?: flag", .json("FilterKeyword")),
        "GET /api/v2/filters/keywords/:id": Operation("One keyword", .json("FilterKeyword")),
        "PUT /api/v2/filters/keywords/:id": Operation(
            "Change a keyword", body: "keyword?: text, whole_word?: flag", needsBody: false, .json("FilterKeyword")),
        "DELETE /api/v2/filters/keywords/:id": Operation("Remove a keyword", .json("Empty")),
        "GET /api/v2/filters/:id/statuses": Operation("A filter's single statuses", .json("[FilterStatus]")),
        "POST /api/v2/filters/:id/statuses": Operation(
            "Filter a single status", body: "status_id: id", .json("FilterStatus")),
        "GET /api/v2/filters/statuses/:id": Operation("One single status", .json("FilterStatus")),
        "DELETE /api/v2/filters/statuses/:id": Operation("Filter a single status no more", .json("Empty")),
        "GET /api/v1/filters": Operation("The own keywords, each as a filter", .json("[FirstFilter]")),
        "POST /api/v1/filters": Operation("Make a filter of a keyword", body: firstFilter, .json("FirstFilter")),
        "GET /api/v1/filters/:id": Operation("One keyword as a filter", .json("FirstFilter")),
        "PUT /api/v1/filters/:id": Operation(
            "Change a keyword's filter", body: firstFilter, needsBody: false, .json("FirstFilter")),
        "DELETE /api/v1/filters/:id": Operation("Remove a keyword", .json("Empty")),

        // Lists
        "GET /api/v1/lists": Operation("The own lists", .json("[List]")),
        "POST /api/v1/lists": Operation("Make a list", body: list, .json("List")),
        "GET /api/v1/lists/:id": Operation("One list", .json("List")),
        "PUT /api/v1/lists/:id": Operation("Change a list", body: list, needsBody: false, .json("List")),
        "DELETE /api/v1/lists/:id": Operation("Remove a list", .json("Empty")),
        "GET /api/v1/lists/:id/accounts": Operation(
            "Who is on a list; all with limit=0", query: page, .json("[Account]")),
        "POST /api/v1/lists/:id/accounts": Operation(
            "Put accounts on a list", body: "account_ids?: [id]", needsBody: false, .json("Empty")),
        "DELETE /api/v1/lists/:id/accounts": Operation(
            "Take accounts off a list", query: "account_ids[]?: [id]", .json("Empty")),
        "GET /api/v1/accounts/:id/lists": Operation("The own lists with an account", .json("[List]")),
        "GET /api/v1/timelines/list/:id": Operation("What those on a list post", query: page, .json("[Status]")),

        // Polls, conversations, later
        "GET /api/v1/polls/:id": Operation("A poll", .json("Poll")),
        "POST /api/v1/polls/:id/votes": Operation("Vote", body: "choices: [int]", .json("Poll")),
        "GET /api/v1/conversations": Operation("Threads of direct statuses", query: page, .json("[Conversation]")),
        "POST /api/v1/conversations/:id/read": Operation("Note that one is read", .json("Conversation")),
        "DELETE /api/v1/conversations/:id": Operation("Remove one from the own", .json("Empty")),
        "GET /api/v1/timelines/direct": Operation(
            "The newest status of each conversation", query: page, .json("[Status]")),
        "GET /api/v1/scheduled_statuses": Operation("What will be posted", query: page, .json("[ScheduledStatus]")),
        "GET /api/v1/scheduled_statuses/:id": Operation("One of them", .json("ScheduledStatus")),
        "PUT /api/v1/scheduled_statuses/:id": Operation(
            "Give it another time", body: "scheduled_at: text", .json("ScheduledStatus")),
        "DELETE /api/v1/scheduled_statuses/:id": Operation("Do not post it", .json("Empty")),
        "POST /api/v1/reports": Operation(
            "Tell the operator of an account",
            body: "account_id: id, status_ids?: [id], comment?: text, category?: spam|legal|violation|other",
            .json("Report")),
        "POST /api/v1/statuses/:id/pin": Operation("Put on top of the own profile", .json("Status")),
        "POST /api/v1/statuses/:id/unpin": Operation("Take off the top of the own profile", .json("Status")),
        "POST /api/v1/statuses/:id/mute": Operation("Hear nothing of a thread", .json("Status")),
        "POST /api/v1/statuses/:id/unmute": Operation("Hear of a thread again", .json("Status")),
        "POST /api/v1/statuses/:id/translate": Operation("Always 404: nothing is translated", .json("object")),

        // Hashtags
        "POST /api/v1/tags/:name/follow": Operation("Follow a hashtag", .json("Tag")),
        "POST /api/v1/tags/:name/unfollow": Operation("Follow a hashtag no more", .json("Tag")),
        "POST /api/v1/tags/:name/feature": Operation("Show a hashtag on the own profile", .json("Tag")),
        "POST /api/v1/tags/:name/unfeature": Operation("Show it no more", .json("Tag")),
        "GET /api/v1/followed_tags": Operation("The hashtags that one follows", query: page, .json("[Tag]")),
        "GET /api/v1/featured_tags": Operation("The hashtags on the own profile", .json("[FeaturedTag]")),
        "POST /api/v1/featured_tags": Operation(
            "Show a hashtag on the own profile", body: "name: word", .json("FeaturedTag")),
        "DELETE /api/v1/featured_tags/:id": Operation("Show it no more", .json("Empty")),
        "GET /api/v1/featured_tags/suggestions": Operation("The hashtags that one uses most", .json("[Tag]")),
        "GET /api/v1/accounts/:id/featured_tags": Operation("The hashtags on a profile", .json("[FeaturedTag]")),

        // Grouped notifications, and those that wait
        "GET /api/v2/notifications": Operation(
            "Notifications told together", query: groups, .json("NotificationGroups")),
        "GET /api/v2/notifications/unread_count": Operation(
            "How many groups are unread",
            query: """
                limit?: int, types[]?: [text], exclude_types[]?: [text], account_id?: place, grouped_types[]?: [text]
                """, .json("Count")),
        "GET /api/v2/notifications/:group_key": Operation("One group", .json("NotificationGroups")),
        "POST /api/v2/notifications/:group_key/dismiss": Operation("Remove a group", .json("Empty")),
        "GET /api/v2/notifications/:group_key/accounts": Operation(
            "Who is in a group", query: page, .json("[Account]")),
        "GET /api/v2/notifications/policy": Operation(
            "From whom notifications are wanted", .json("NotificationPolicy")),
        "PATCH /api/v2/notifications/policy": Operation(
            "Change that",
            body: """
                for_not_following?: accept|filter|drop, for_not_followers?: accept|filter|drop,
                for_new_accounts?: accept|filter|drop, for_private_mentions?: accept|filter|drop,
                for_limited_accounts?: accept|filter|drop
                """, needsBody: false, .json("NotificationPolicy")),
        "GET /api/v1/notifications/policy": Operation("The same in its first form", .json("FirstNotificationPolicy")),
        "PUT /api/v1/notifications/policy": Operation(
            "Change that",
            body: """
                filter_not_following?: flag, filter_not_followers?: flag, filter_new_accounts?: flag,
                filter_private_mentions?: flag
                """, needsBody: false, .json("FirstNotificationPolicy")),
        "GET /api/v1/notifications/requests": Operation(
            "Whose notifications wait", query: page, .json("[NotificationRequest]")),
        "GET /api/v1/notifications/requests/merged": Operation("Whether what was accepted is shown", .json("object")),
        "GET /api/v1/notifications/requests/:id": Operation("What waits of one account", .json("NotificationRequest")),
        "POST /api/v1/notifications/requests/:id/accept": Operation("Let it in, for good", .json("Empty")),
        "POST /api/v1/notifications/requests/:id/dismiss": Operation("Remove it", .json("Empty")),
        "POST /api/v1/notifications/requests/accept": Operation(
            "Let several in", body: "id?: [id]", needsBody: false, .json("Empty")),
        "POST /api/v1/notifications/requests/dismiss": Operation(
            "Remove several", body: "id?: [id]", needsBody: false, .json("Empty")),

        // What is not there
        "GET /api/v1/instance/privacy_policy": Operation("What is kept", .json("ExtendedDescription")),
        "POST /api/v1/push/subscription": Operation("Always 422: there is no web push", .json("object")),
        "DELETE /api/v1/push/subscription": Operation("There is none", .json("Empty")),
    ]
}
