import WebAddress

/// What a link check makes of an address by its scheme alone.
enum AddressScheme {
    /// What is done with it.
    enum Verdict: Equatable {
        /// It is asked for.
        case asked
        /// It is a good address of another kind, which is not asked: the reason.
        case notAsked(String)
        /// No browser opens it: the reason.
        case unusable(String)
    }

    /// Judges an address.
    static func verdict(of url: WebURL) -> Verdict {
        if url.isWeb { return .asked }
        let scheme = url.scheme
        switch scheme {
        case "file": return .unusable("a file: address opens on no other machine")
        case "javascript": return .notAsked("javascript: runs a script")
        case "data": return .notAsked("data: carries its content itself")
        case "mailto", "tel", "sms": return .notAsked("\(scheme): names a person, not a page")
        default: break
        }
        if known.contains(scheme) || ["ms-", "x-", "web+", "com.", "org."].contains(where: scheme.hasPrefix) {
            return .notAsked("\(scheme): is not checked, only http: and https: are")
        }
        if let meant = ["https", "http", "mailto", "tel"].first(where: { distance(scheme, $0) <= 2 }), scheme.count > 1
        {
            return .unusable("unknown scheme '\(scheme)': did you mean '\(meant)'?")
        }
        return .unusable("unknown scheme '\(scheme)'")
    }

    /// How many letters must be changed, added, removed or swapped with their neighbour.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8.prefix(12)), Array(right.utf8))
        var table = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
        for row in 0...left.count {
            for column in 0...right.count {
                guard row > 0, column > 0 else {
                    table[row][column] = row + column
                    continue
                }
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                var best = min(
                    table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, table[row - 2][column - 2] + 1)
                }
                table[row][column] = best
            }
        }
        return table[left.count][right.count]
    }

    /// IANA's registered schemes that pages use, and those of programs that handle links.
    private static let known = Set(
        """
        about acap acct afp aim android-app apt at attachment bitcoin bitcoincash blob bluetooth callto cap cast \
        chrome chrome-extension cid coap coaps content cvs dav dict did discord dns doi dweb ed2k edge ethereum \
        facetime facetime-audio feed figma filesystem finger ftp ftps geo git github-mac github-windows gitoid go \
        gopher gtalk h323 hdl hyper iax icap im imap info intent ipfs ipns ipp ipps irc irc6 ircs iris isbn \
        itms itms-apps jabber jar jdbc jetbrains lastfm ldap ldaps lightning line linkedin lnurl magnet maps market \
        matrix message mid mms monero moz-extension msrp mtqp mumble mupdate mvn news nfs nih nntp nostr notes ni \
        obsidian openpgp4fpr otpauth payto pop postgres postgresql pres proxy pwid raycast redis rediss reload resource \
        rsync rtmp rtsp rtsps sftp sgn shortcuts signal sip sips skype slack smb smtp snapchat snmp soldat spotify \
        ssh stackblitz steam stun stuns svn tag teamspeak telnet tftp tg things thismessage threema tips tv turn turns \
        twitter udp unreal urn ut2004 view-source viber vnc vscode vscode-insiders wais webcal weixin whatsapp wpid \
        ws wss wtai wyciwyg xcode xmlrpc.beep xmpp xri ymsgr zed zoommtg zoomus zotero
        """.split(separator: " ").map(String.init))
}

/// Why an address is not asked for by its scheme alone.
public enum AddressReason {
    /// The reason; nil for an address of the web.
    public static func notAsked(_ url: WebURL) -> String? {
        if case .notAsked(let reason) = AddressScheme.verdict(of: url) { return reason }
        return nil
    }
}
