import ArgumentParser
import CommandKit
import Foundation
import MastodonAPI
import SocialService
import WebAccounts

/// `socialserver seed`: members who talk to each other, so that a new network is not empty.
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Fill a new network with members who talk to each other.",
        discussion: """
            Everything is done through the service's own rules, as clients would. A second run changes nothing. The
            members get a password that nobody knows, unless one is given.

            Examples:
              socialserver seed
              echo 'correct horse battery' | socialserver seed --password-stdin
            """)

    @Flag(help: "Read the members' password from the first line of standard input.")
    var passwordStdin = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let password = passwordStdin ? try Password.read(true) : SecretToken().text
        let network = try await store.network()
        let members = SeedContent.members
        let known = try await network.read(as: .anyone) { try $0.accounts(named: members.map(\.name)) }
        guard known.isEmpty else {
            output.remark("@\(known[0].username) is there already: nothing was changed")
            return
        }
        // One hash is enough: they share the password.
        let record = try await PasswordHasher().record(of: password).description
        var ids: [String: Identifier] = [:]
        for member in members {
            let account = try await network.register(
                username: member.name, email: "\(member.name)@example.org", passwordRecord: record)
            ids[member.name] = account.id
            var changes = ProfileChanges()
            changes.displayName = member.displayName
            changes.note = member.note
            let finished = changes
            try await network.write(as: .account(account.id)) { try $0.update(finished) }
        }
        try await befriend(network, members, ids)
        let count = try await talk(network, ids)
        if output.json {
            try output.writeJSON(["accounts": members.count, "statuses": count])
        } else {
            output.remark("added \(members.count) accounts and \(count) statuses")
        }
    }

    private func befriend(
        _ network: SocialNetwork, _ members: [SeedContent.Member], _ ids: [String: Identifier]
    ) async throws {
        for (index, member) in members.enumerated() {
            guard let own = ids[member.name] else { continue }
            // Everybody follows the next three in the circle: nobody is alone, and not all see the same.
            let others = (1...3).compactMap { ids[members[(index + $0) % members.count].name] }
            try await network.write(as: .account(own)) { transaction in
                for other in others where other != own { _ = try transaction.follow(other) }
            }
        }
    }

    private func talk(_ network: SocialNetwork, _ ids: [String: Identifier]) async throws -> Int {
        var posted: [String: Identifier] = [:]
        var count = 0
        for line in SeedContent.lines {
            guard let author = ids[line.author] else { continue }
            var draft = StatusDraft(text: line.text)
            draft.language = "en"
            draft.inReplyTo = line.answers.flatMap { posted[$0] }
            draft.spoiler = line.spoiler
            let finished = draft
            let view = try await network.write(as: .account(author)) { try $0.post(finished) }
            count += 1
            if let key = line.key { posted[key] = view.id }
            for fan in line.likedBy {
                guard let fan = ids[fan] else { continue }
                try await network.write(as: .account(fan)) { try $0.favourite(view.id) }
            }
            for fan in line.boostedBy {
                guard let fan = ids[fan] else { continue }
                try await network.write(as: .account(fan)) { try $0.boost(view.id) }
                count += 1
            }
        }
        return count
    }
}
