import MazeDrawing
import Mazes

/// Plays an animation in a terminal and obeys its keys.
struct TerminalPlayer {
    private var animation: Animation
    private var canvas: TerminalCanvas
    private let title: String
    /// Events a second.
    private var speed: Double
    private var isPaused = false
    /// Parts of an event that are due.
    private var due = 0.0
    private var status = ""

    init(_ animation: Animation, title: String, colours: TerminalColours, speed: Double) {
        self.animation = animation
        self.title = title
        self.speed = speed
        canvas = TerminalCanvas(colours: colours)
    }

    /// Plays until a key or a signal ends it.
    mutating func play(in session: TerminalSession) {
        let clock = ContinuousClock()
        var last = clock.now
        while !session.mustEnd {
            draw(in: session)
            // Nothing moves while it is paused or over: a longer wait saves the processor.
            let isStill = isPaused || animation.isAtEnd
            if let key = session.key(milliseconds: isStill ? 100 : 25), !obey(key) { return }
            let now = clock.now
            due += (now - last) / .seconds(1) * speed
            last = now
            if isPaused { due = 0 }
            let steps = Int(due)
            due -= Double(steps)
            animation.forward(steps)
        }
    }

    /// Does what a key asks; false to end.
    private mutating func obey(_ key: TerminalSession.Key) -> Bool {
        switch key {
        case .cancel, .end, .character("q"), .character("Q"): return false
        case .character(" "): isPaused.toggle()
        case .right, .character("."), .character("n"):
            isPaused = true
            animation.forward()
        case .left, .character(","), .character("b"):
            isPaused = true
            animation.back()
        case .character("+"), .character("="): speed = min(1_000_000, speed * 1.5)
        case .character("-"): speed = max(0.5, speed / 1.5)
        case .character("r"): animation.back(animation.position)
        case .character("e"): animation.forward(animation.events.count)
        default: break
        }
        return true
    }

    private mutating func draw(in session: TerminalSession) {
        let (columns, lines) = session.size
        var text = canvas.update(animation, columns: columns, lines: max(1, lines - 1))
        let state = animation.isAtEnd ? "done" : isPaused ? "paused" : "\(Int(speed.rounded(.up)))/s"
        let line = StatusLine.text(
            title: title, position: animation.position, count: animation.events.count, state: state, columns: columns)
        if line != status || text.contains("\u{1B}[2J") {
            status = line
            text += "\u{1B}[\(lines);1H\u{1B}[0m\(line)\u{1B}[K"
        }
        if !text.isEmpty { session.send(text) }
    }
}

/// The line below the picture: what is played, how far it is, and the keys, in as many words as fit.
enum StatusLine {
    static func text(title: String, position: Int, count: Int, state: String, columns: Int) -> String {
        let counts = "\(position)/\(count)"
        let lines = [
            " \(title)  \(counts)  \(state)  space pause  ←→ step  +- speed  r restart  q quit",
            " \(title) \(counts) \(state) space ←→ +- r e q",
            " \(counts) \(state) space ←→ +- r e q",
        ]
        return lines.first { $0.count <= columns } ?? String(" \(counts) \(state)".prefix(columns))
    }
}
