import Foundation
import ServerShell
import TodoModel
import TodoStorage

/// A list with its tasks.
struct ListPage {
    /// Which tasks are shown.
    enum Filter: String, CaseIterable {
        case all, active, completed
    }

    let list: TaskList
    let lists: [TaskList]
    let rows: [TaskRow]
    let total: Int
    let open: Int
    let filter: Filter
    let query: String
    let status: String
    let csrf: String
    let zone: TimeZone
    let now: Date

    /// More rows would make a page that no browser likes; a search finds the rest.
    private static let maximumRows = 500

    var answer: Answer {
        let path = "/lists/\(list.href)"
        let main: PageHTML = """
            <h1>\(list.name)</h1>
            <form method="post" action="\(path)/add" class="new">\(token)<label class="hidden" for="new">New task</label>\
            <input id="new" name="words" placeholder="Pay rent every month on the 1st #home !1" autofocus required \
            maxlength="2000" autocomplete="off"><button>Add</button></form>
            <p id="status" class="status" role="status">\(status)</p>\(total > 0 ? body(path) : "")
            """
        return PageLayout.answer(
            title: list.name, header: PageLayout.header(lists, current: list, csrf: csrf), main: main,
            isLive: true)
    }

    private var token: PageHTML {
        "<input type=\"hidden\" name=\"csrf\" value=\"\(csrf)\"><input type=\"hidden\" name=\"filter\" value=\"\(filter.rawValue)\">"
    }

    private func body(_ path: String) -> PageHTML {
        let shown = rows.prefix(Self.maximumRows)
        let items = PageHTML.joined(shown.indices.map { item($0) })
        let skipped: PageHTML =
            rows.count > shown.count ? "<p>\(rows.count - shown.count) more are skipped: search for them.</p>" : ""
        let filters = PageHTML.joined(
            Filter.allCases.map { one -> PageHTML in
                let mark: PageHTML = one == filter ? " aria-current=\"true\"" : ""
                let search: PageHTML = query.isEmpty ? "" : "&amp;q=\(WebText.percentEncoded(query))"
                return
                    "<li><a href=\"\(path)?filter=\(one.rawValue)\(search)\"\(mark)>\(one.rawValue.capitalized)</a></li>"
            })
        let clear: PageHTML =
            open < total
            ? """
            <form method="post" action="\(path)/clear">\(token)<button class="clear-completed">Clear completed</button></form>
            """ : ""
        return """
            <form method="post" action="\(path)/all">\(token)<button class="toggle-all" role="switch" \
            aria-checked="\(open == 0 ? "true" : "false")">Mark all as complete</button></form>
            <form method="get" action="\(path)"><label class="hidden" for="search">Search</label>\
            <input id="search" type="search" name="q" value="\(query)" placeholder="Search"> <button>Search</button></form>
            <ul class="tasks">\(items)</ul>\(skipped)
            <div class="footer"><span class="todo-count">\(open) \(open == 1 ? "task" : "tasks") left</span>
            <ul class="filters">\(filters)</ul>\(clear)
            <form method="post" action="/undo">\(token)<input type="hidden" name="list" value="\(list.href)">\
            <button>Undo the last change</button></form></div>
            """
    }

    private func item(_ index: Int) -> PageHTML {
        let row = rows[index]
        let fields = row.fields
        let path = "/tasks/\(row.id)"
        let isDone = fields.status.isClosed
        let tags = PageHTML.joined(fields.tags.map { tag -> PageHTML in "<span class=\"badge\">#\(tag)</span>" })
        let notes: PageHTML = fields.notes.isEmpty ? "" : "<span class=\"badge\">has notes</span>"
        let level: PageHTML = fields.level == .none ? "" : "<span class=\"badge\">\(fields.level.rawValue)</span>"
        let repeats: PageHTML = fields.rule == nil ? "" : "<span class=\"badge\">repeats</span>"
        return """
            <li class="\(isDone ? "completed" : "open")" data-id="\(row.id)" draggable="true"><div class="row">
            <form method="post" action="\(path)/toggle">\(token)<button class="toggle" role="checkbox" \
            aria-checked="\(isDone ? "true" : "false")" aria-label="Done: \(fields.title)">\(isDone ? "✓" : "○")</button></form>
            <span class="title">\(fields.title)</span>\(due(fields))\(repeats)\(level)\(tags)\(notes)
            \(move(index))<form method="post" action="\(path)/delete">\(token)<button class="destroy" \
            aria-label="Delete: \(fields.title)">×</button></form></div>
            <details><summary>Edit<span class="hidden"> \(fields.title)</span></summary>\(form(row))</details></li>
            """
    }

    /// The buttons that stand for dragging, and the form that a drop sends.
    private func move(_ index: Int) -> PageHTML {
        let row = rows[index]
        let path = "/tasks/\(row.id)/move"
        var buttons: PageHTML = """
            <form method="post" action="\(path)" class="drop" hidden>\(token)<input type="hidden" name="behind" value="">\
            </form>
            """
        if index > 0 {
            let behind = index > 1 ? String(rows[index - 2].id) : ""
            buttons = """
                \(buttons)<form method="post" action="\(path)" class="up">\(token)<input type="hidden" name="behind" \
                value="\(behind)"><button aria-label="Move up: \(row.fields.title)">↑</button></form>
                """
        }
        if index + 1 < rows.count {
            buttons = """
                \(buttons)<form method="post" action="\(path)" class="down">\(token)<input type="hidden" name="behind" \
                value="\(rows[index + 1].id)"><button aria-label="Move down: \(row.fields.title)">↓</button></form>
                """
        }
        return buttons
    }

    private func due(_ fields: TaskFields) -> PageHTML {
        guard let due = fields.due else { return "" }
        let today = zone.clock(at: now).date
        let day = due.local(reader: zone).date
        let isOver = !fields.status.isClosed && due.end(reader: zone) < now
        let text =
            isOver
            ? "overdue \(due)"
            : day == today ? "today" : day == today.adding(days: 1) ? "tomorrow" : "\(due)"
        return "<span class=\"badge \(isOver ? "over" : "due")\">\(text)</span>"
    }

    private func form(_ row: TaskRow) -> PageHTML {
        let fields = row.fields
        let id = row.id
        let levels = PageHTML.joined(
            PriorityLevel.allCases.map { level -> PageHTML in
                let mark: PageHTML = level == fields.level ? " selected" : ""
                return "<option\(mark)>\(level.rawValue)</option>"
            })
        return """
            <form method="post" action="/tasks/\(id)/edit" class="edit">\(token)
            <label for="title-\(id)">Title (empty removes the task)</label><input id="title-\(id)" name="title" \
            value="\(fields.title)">
            <label for="due-\(id)">Due, in words or as a date</label><input id="due-\(id)" name="due" \
            value="\(fields.due?.description ?? "")">
            <label for="tags-\(id)">Tags, with commas between</label><input id="tags-\(id)" name="tags" \
            value="\(TaskEdit.shown(fields.tags))">
            <label for="priority-\(id)">Priority</label><select id="priority-\(id)" name="priority">\(levels)</select>
            <label for="notes-\(id)">Notes</label><textarea id="notes-\(id)" name="notes" rows="3">
            \(fields.notes)</textarea><div><button>Save</button></div></form>
            """
    }
}
