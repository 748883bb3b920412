import Foundation
import Synchronization

/// Finds the zone that a `TZID` means.
public enum ZoneNames {
    private static let known = Mutex<[String: TimeZone?]>([:])

    /// The zone of a name: the zone database's, Windows', or one with a vendor's prefix
    /// (`/mozilla.org/20050126_1/Europe/Berlin`); nil for a name that nobody knows, whose times count as floating.
    public static func zone(_ name: String) -> TimeZone? {
        guard name.utf8.count <= 200 else { return nil }
        if let zone = known.withLock({ $0[name] }) { return zone }
        let zone = look(name)
        known.withLock { known in
            // Names come from clients: a memory of all that they ever made up would have no end.
            if known.count >= 1000 { known = [:] }
            known[name] = zone
        }
        return zone
    }

    private static func look(_ name: String) -> TimeZone? {
        let name = name.trimmingCharacters(in: CharacterSet(charactersIn: "\" "))
        if name == "UTC" || name == "Etc/UTC" || name == "GMT" { return TimeZone(identifier: "UTC") }
        if let mapped = WindowsZones.names[name] { return TimeZone(identifier: mapped) }
        // Foundation would also take "GMT+3" or abbreviations such as "EST", which name no rules for summer.
        if name.contains("/"), !name.hasPrefix("/"), let zone = TimeZone(identifier: name) { return zone }
        let parts = name.split(separator: "/")
        for count in [3, 2] where parts.count > count {
            if let zone = TimeZone(identifier: parts.suffix(count).joined(separator: "/")) { return zone }
        }
        return nil
    }
}
