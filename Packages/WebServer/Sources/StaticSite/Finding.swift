import HTTPMessages

/// Where the files are.
enum SiteSource {
    case folder(SiteRoot)
    case embedded([EmbeddedFile])
}

/// What an address leads to.
enum Finding {
    /// A file.
    case resource(Resource)
    /// A folder whose address lacks the last slash.
    case folder(SitePath)
    /// A folder without an index page.
    case listing(SitePath, OpenFile)
    /// Nothing.
    case missing
    /// The path cannot be decoded, or leads above the site.
    case malformed
    /// The served folder itself is not there.
    case rootIsGone
    /// Something that the server cannot read.
    case failure(SiteFolder.Failure)

    init(_ failure: SiteFolder.Failure) {
        self = failure == .missing ? .missing : .failure(failure)
    }
}

/// A folder as it was when something was, or was not, found in it. Whatever changes in the folder, or puts another one in
/// its place, makes a new object: whoever holds the old one looks again.
final class Parent {
    let path: [UInt8]
    let file: OpenFile
    var lookedUp: Int64
    /// The turn of the loop in which the folder was last asked whether it is unchanged: one answer serves all of the
    /// turn's requests.
    private var confirmed: UInt64

    init(path: [UInt8], file: OpenFile, at moment: Moment) {
        (self.path, self.file, lookedUp, confirmed) = (path, file, moment.milliseconds, moment.turn)
    }

    /// Whether nothing in the folder has changed.
    func isUnchanged(at moment: Moment) -> Bool {
        if confirmed == moment.turn { return true }
        guard file.isUnchanged else { return false }
        confirmed = moment.turn
        return true
    }
}

/// An address that leads nowhere.
final class Absence {
    let parent: Parent
    var lookedUp: Int64
    var confirmed: UInt64

    init(parent: Parent, at moment: Moment) {
        self.parent = parent
        (lookedUp, confirmed) = (moment.milliseconds, moment.turn)
    }
}
