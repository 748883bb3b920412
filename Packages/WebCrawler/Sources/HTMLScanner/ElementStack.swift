/// The stack of open elements, as far as a scanner needs it: to know whether a tag is HTML, SVG or MathML, and whether
/// it stands in a template or in a script of SVG, which show nothing.
///
/// The HTML standard's tree construction (13.2.6) decides by the whole stack whether `</div>` ends an `svg`, and
/// whether `<img>` inside `svg` leaves it. This is that stack with the rules for foreign content (13.2.6.5), scopes,
/// implied end tags of `p`, `li`, `dd`, `dt` and table cells. The list of active formatting elements is not kept: it
/// moves elements about, but makes no link HTML that was SVG.
///
/// What holds between calls: `elements` are open from the outermost to the innermost; `inertCount` of them make their
/// content inert, and `openCounts` counts those of HTML by name. Example: after `<div><svg><path>` the stack is `div svg(svg) path(svg)`; `</div>` finds no `div` in
/// SVG, meets the HTML `div`, and all three go.
struct ElementStack {
    /// The namespaces that HTML documents have.
    enum Namespace {
        case html
        case svg
        case math
    }

    private struct Element {
        var key: UInt64
        var namespace: Namespace
        /// An element of foreign content in which HTML begins again: `foreignObject`, `desc`, `title`, `annotation-xml`.
        var isHTMLIntegrationPoint = false
        /// `mi`, `mo`, `mn`, `ms` and `mtext`.
        var isTextIntegrationPoint = false
        /// Whether what is inside is no content: a template, or a script or style of SVG.
        var isInert = false
    }

    private var elements: [Element] = []
    private var inertCount = 0
    /// How many HTML elements of each name are open: most searches of the stack end here.
    private var openCounts: [UInt64: Int] = [:]

    /// As deep as browsers nest elements; deeper ones are not kept.
    private static let maximumDepth = 512

    /// Whether the next start tag stands where nothing is shown or run as HTML.
    var isInert: Bool { inertCount > 0 }

    /// Whether the adjusted current node is SVG or MathML, where `<![CDATA[` opens a section.
    var isForeign: Bool { elements.last.map { $0.namespace != .html } ?? false }

    /// Takes a start tag, and tells which namespace its element is in.
    mutating func startTag(_ tag: borrowing TagToken) -> Namespace {
        let key = tag.nameKey
        if let current = elements.last, current.namespace != .html {
            let isHTML =
                current.isHTMLIntegrationPoint
                || current.isTextIntegrationPoint && key != Self.key("mglyph") && key != Self.key("malignmark")
                || current.key == Self.key("annotation-xml") && key == Self.key("svg")
            if !isHTML {
                guard Self.leavesForeignContent.contains(key) || key == Self.key("font") && Self.isStyledFont(tag)
                else {
                    open(foreign: key, current.namespace, tag)
                    return current.namespace
                }
                popToHTML()
            }
        }
        return startHTML(key, tag)
    }

    private mutating func startHTML(_ key: UInt64, _ tag: borrowing TagToken) -> Namespace {
        if key == Self.key("svg") || key == Self.key("math") {
            let namespace: Namespace = key == Self.key("svg") ? .svg : .math
            open(foreign: key, namespace, tag)
            return namespace
        }
        if Self.closesParagraph.contains(key) { close(key: Self.key("p"), scope: Self.buttonScope) }
        if key == Self.key("li") { closeItem([key]) }
        if key == Self.key("dd") || key == Self.key("dt") { closeItem([Self.key("dd"), Self.key("dt")]) }
        if key == Self.key("td") || key == Self.key("th") {
            close(key: Self.key("td"), scope: Self.tableScope)
            close(key: Self.key("th"), scope: Self.tableScope)
        }
        if key == Self.key("tr") { close(key: key, scope: Self.tableScope) }
        guard !Self.void.contains(key) else { return .html }
        var element = Element(key: key, namespace: .html)
        // A declarative shadow root is shown; another template is not.
        element.isInert = key == Self.key("template") && !tag.has("shadowrootmode")
        push(element)
        return .html
    }

    private mutating func open(foreign key: UInt64, _ namespace: Namespace, _ tag: borrowing TagToken) {
        guard !tag.isSelfClosing else { return }
        var element = Element(key: key, namespace: namespace)
        switch namespace {
        case .svg:
            element.isHTMLIntegrationPoint =
                key == Self.key("foreignobject") || key == Self.key("desc") || key == Self.key("title")
            element.isInert = key == Self.key("script") || key == Self.key("style")
        case .math:
            element.isTextIntegrationPoint = Self.mathText.contains(key)
            if key == Self.key("annotation-xml"), let encoding = tag.text(of: "encoding")?.lowercased() {
                element.isHTMLIntegrationPoint = encoding == "text/html" || encoding == "application/xhtml+xml"
            }
        case .html: break
        }
        push(element)
    }

    /// Takes an end tag.
    mutating func endTag(_ tag: borrowing TagToken) {
        let key = tag.nameKey
        guard let current = elements.last else { return }
        if current.namespace != .html {
            if key == Self.key("p") || key == Self.key("br") {
                popToHTML()
            } else {
                for index in elements.indices.reversed() {
                    if elements[index].namespace == .html { break }
                    if elements[index].key == key { return pop(to: index) }
                }
            }
        }
        endHTML(key)
    }

    private mutating func endHTML(_ key: UInt64) {
        // After these the standard goes on as if they were still open.
        if key == Self.key("body") || key == Self.key("html") { return }
        if Self.headings.contains(key) {
            if let index = inScope(Self.scope, where: { Self.headings.contains($0) }) { pop(to: index) }
        } else if Self.tableParts.contains(key) {
            close(key: key, scope: Self.tableScope)
        } else if key == Self.key("template") {
            if let index = elements.lastIndex(where: { $0.key == key && $0.namespace == .html }) { pop(to: index) }
        } else if key == Self.key("p") {
            close(key: key, scope: Self.buttonScope)
        } else if Self.special.contains(key) || Self.formatting.contains(key) {
            close(key: key, scope: Self.scope)
        } else if openCounts[key, default: 0] > 0 {
            for index in elements.indices.reversed() {
                let element = elements[index]
                if element.namespace == .html, element.key == key { return pop(to: index) }
                if isSpecial(element) { return }
            }
        }
    }

    // MARK: - Scopes

    private mutating func close(key: UInt64, scope: Set<UInt64>) {
        guard openCounts[key, default: 0] > 0 else { return }
        if let index = inScope(scope, where: { $0 == key }) { pop(to: index) }
    }

    /// The index of the innermost wanted HTML element, unless a scope ends before it.
    private func inScope(_ scope: Set<UInt64>, where isWanted: (UInt64) -> Bool) -> Int? {
        for index in elements.indices.reversed() {
            let element = elements[index]
            switch element.namespace {
            case .html:
                if isWanted(element.key) { return index }
                if scope.contains(element.key) { return nil }
            case .svg, .math:
                // Integration points end every scope but a table's.
                if scope != Self.tableScope, isBoundary(element) { return nil }
            }
        }
        return nil
    }

    private func isBoundary(_ element: Element) -> Bool {
        element.isHTMLIntegrationPoint || element.isTextIntegrationPoint || element.key == Self.key("annotation-xml")
    }

    private func isSpecial(_ element: Element) -> Bool {
        element.namespace == .html ? Self.special.contains(element.key) : isBoundary(element)
    }

    /// `li`, `dd` and `dt` end an open one of their kind, unless another special element lies between.
    private mutating func closeItem(_ keys: Set<UInt64>) {
        guard keys.contains(where: { openCounts[$0, default: 0] > 0 }) else { return }
        for index in elements.indices.reversed() {
            let element = elements[index]
            if element.namespace == .html, keys.contains(element.key) { return pop(to: index) }
            let isTransparent = [Self.key("address"), Self.key("div"), Self.key("p")].contains(element.key)
            if isSpecial(element), !isTransparent { return }
        }
    }

    private mutating func popToHTML() {
        while let last = elements.last, last.namespace != .html, !last.isHTMLIntegrationPoint,
            !last.isTextIntegrationPoint
        {
            pop(to: elements.count - 1)
        }
    }

    private mutating func push(_ element: Element) {
        guard elements.count < Self.maximumDepth else { return }
        elements.append(element)
        if element.namespace == .html { openCounts[element.key, default: 0] += 1 }
        if element.isInert { inertCount += 1 }
    }

    private mutating func pop(to index: Int) {
        while elements.count > index {
            let element = elements.removeLast()
            if element.isInert { inertCount -= 1 }
            if element.namespace == .html { openCounts[element.key, default: 1] -= 1 }
        }
    }

    /// A `font` with one of these is an HTML author's, and leaves SVG.
    private static func isStyledFont(_ tag: borrowing TagToken) -> Bool {
        tag.has("color") || tag.has("face") || tag.has("size")
    }
}

extension ElementStack {
    /// The key of a lower-case name.
    private static func key(_ name: StaticString) -> UInt64 { TagToken.nameKey(name) }

    private static func keys(_ names: String) -> Set<UInt64> {
        Set(names.split(separator: " ").map { TagToken.nameKey(Array($0.utf8)) })
    }

    private static let void = keys(
        "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr")
    private static let headings = keys("h1 h2 h3 h4 h5 h6")
    private static let mathText = keys("mi mo mn ms mtext")
    private static let tableParts = keys("table tbody tfoot thead tr td th")
    private static let formatting = keys("a b big code em font i nobr s small strike strong tt u")
    private static let leavesForeignContent = keys(
        """
        b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu \
        meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var
        """)
    private static let closesParagraph = keys(
        """
        address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 \
        h2 h3 h4 h5 h6 header hgroup hr li dd dt listing main menu nav ol p plaintext pre search section summary \
        table ul xmp
        """)
    private static let scope = keys("applet caption html table td th marquee object template")
    private static let buttonScope = scope.union(keys("button"))
    private static let tableScope = keys("html table template")
    private static let special = keys(
        """
        address applet area article aside base basefont bgsound blockquote body br button caption center col \
        colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 \
        h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed \
        noframes noscript object ol p param plaintext pre script search section select source style summary table \
        tbody td template textarea tfoot th thead title tr track ul wbr xmp
        """)
}
