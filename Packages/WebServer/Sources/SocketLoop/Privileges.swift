#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Gives up root once the port is bound, since nothing after that needs it.
public enum Privileges {
    /// Whom the server runs as.
    public enum Outcome: Sendable, Equatable {
        /// It was not root before, and is who it was.
        case unchanged
        /// It was root and is now this user.
        case became(user: UInt32)
        /// It is root, because it was told to be.
        case staysRootAsAsked
        /// It is root, because nobody else may read the folder.
        case staysRootForFolder
    }

    /// Becomes the named user; without a name the owner of the served folder, or `nobody` where that is root.
    ///
    /// - Parameter folder: the served folder's descriptor; nil when nothing on the disk is served.
    /// - Throws: ``PrivilegeError``.
    public static func drop(to name: String?, folder: Int32?) throws(PrivilegeError) -> Outcome {
        guard geteuid() == 0 else {
            if let name, getpwnam(name)?.pointee.pw_uid != geteuid() { throw .notRoot(user: name) }
            return .unchanged
        }
        if let name {
            guard let account = getpwnam(name)?.pointee else { throw .unknownUser(name) }
            if account.pw_uid == 0 { return .staysRootAsAsked }
            initgroups(name, numericCast(account.pw_gid))
            return try become(account.pw_uid, account.pw_gid)
        }
        if let folder {
            var status = stat()
            guard fstat(folder, &status) == 0 else { throw .failed(errno: errno) }
            if status.st_uid != 0 { return try becomeAlone(status.st_uid, status.st_gid) }
            if status.st_mode & 0o005 != 0o005 { return .staysRootForFolder }
        }
        guard let nobody = getpwnam("nobody")?.pointee else { throw .unknownUser("nobody") }
        return try becomeAlone(nobody.pw_uid, nobody.pw_gid)
    }

    /// Without the other groups that root is in.
    private static func becomeAlone(_ user: uid_t, _ group: gid_t) throws(PrivilegeError) -> Outcome {
        var groups = [group]
        guard setgroups(1, &groups) == 0 else { throw .failed(errno: errno) }
        return try become(user, group)
    }

    private static func become(_ user: uid_t, _ group: gid_t) throws(PrivilegeError) -> Outcome {
        guard setgid(group) == 0, setuid(user) == 0 else { throw .failed(errno: errno) }
        // Nothing may lead back.
        guard setuid(0) != 0 else { throw .failed(errno: EPERM) }
        return .became(user: user)
    }
}

/// The server cannot run as the user that it should.
public enum PrivilegeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Only root can become somebody else.
    case notRoot(user: String)
    /// There is no such account.
    case unknownUser(String)
    /// The system refused.
    case failed(errno: Int32)

    /// One sentence with what would be right.
    public var description: String {
        switch self {
        case .notRoot(let user): "only root can run the server as \(user); leave --user out"
        case .unknownUser(let user): "there is no user \(user) on this machine; --user takes the name of one"
        case .failed(let number): "the user cannot be changed: \(String(cString: strerror(number)))"
        }
    }
}
