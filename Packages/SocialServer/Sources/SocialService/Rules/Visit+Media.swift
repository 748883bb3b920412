/// Images.
extension Visit {
    /// An image of the viewer's.
    public func media(_ id: Identifier) throws -> Media {
        let viewer = try viewer()
        guard let media = try records.media([id]).first, media.accountID == viewer else {
            throw SocialError.notFound("media")
        }
        return media
    }

    /// Changes the description or the focus of an image of the viewer's.
    public func update(_ id: Identifier, description: String?, focus: Media.Focus?) throws -> Media {
        var media = try media(id)
        if let description { media.description = try checkedDescription(description) }
        if let focus { media.focus = focus }
        try records.update(media)
        return media
    }

    /// Deletes an image of the viewer's that no status shows.
    public func deleteMedia(_ id: Identifier) throws {
        let media = try media(id)
        guard media.statusID == nil else {
            throw SocialError.invalid(field: "Media", reason: "is in use by a status")
        }
        try records.deleteMedia([id])
        notes.outcome.files.append(media.file)
    }

    func checkedDescription(_ text: String) throws -> String {
        guard text.count <= limits.descriptionCharacters, text.utf8.count <= limits.descriptionCharacters * 16 else {
            throw SocialError.invalid(
                field: "Description", reason: "is longer than \(limits.descriptionCharacters) characters")
        }
        guard !text.utf8.contains(0) else {
            throw SocialError.invalid(field: "Description", reason: "contains a NUL character")
        }
        return text
    }
}

extension SocialNetwork {
    /// Keeps an image for a status to come.
    ///
    /// The file is saved before the record, so that no record is without its file; a file without a record is removed.
    public func upload(
        _ bytes: [UInt8], description: String, focus: Media.Focus?, as caller: Caller, scope: String? = nil
    ) async throws -> Media {
        // Whether the caller may is asked before a byte is written.
        _ = try await read(as: caller, scope: scope) { visit in
            _ = try visit.checkedDescription(description)
            return try visit.viewer()
        }
        let (header, image) = try checkedImage(bytes)
        let name = Self.fileName(header.kind)
        try await files.save(image, as: name)
        do {
            return try await write(as: caller, scope: scope) { visit in
                let media = Media(
                    id: visit.newID(), accountID: try visit.viewer(), kind: header.kind, file: name,
                    description: description, width: header.width, height: header.height, focus: focus)
                try visit.records.insert(media)
                return media
            }
        } catch {
            await files.remove(name)
            throw error
        }
    }

    /// Keeps an image for a profile.
    ///
    /// - Returns: Its name, for ``ProfileChanges``.
    public func uploadPicture(_ bytes: [UInt8]) async throws -> String {
        let (header, image) = try checkedImage(bytes)
        let name = Self.fileName(header.kind)
        try await files.save(image, as: name)
        return name
    }

    /// Removes images that no status has shown for a day.
    public func sweepMedia(now: Int64) async throws {
        let day = Identifier(millisecond: now - 86_400_000)
        try await write(as: .anyone) { visit in
            let orphans = try visit.records.orphanedMedia(before: day, limit: 1000)
            try visit.records.deleteMedia(orphans.map(\.id))
            visit.notes.outcome.files += orphans.map(\.file)
        }
    }

    /// An image within the limits, without what it tells of where and by whom it was taken.
    private func checkedImage(_ bytes: [UInt8]) throws -> (header: ImageHeader, image: [UInt8]) {
        guard bytes.count <= limits.imageBytes else {
            throw SocialError.invalid(field: "File", reason: "is larger than \(limits.imageBytes) bytes")
        }
        guard let header = ImageHeader(bytes) else {
            throw SocialError.invalid(field: "File", reason: "is no PNG, JPEG, GIF or WebP image")
        }
        guard header.width * header.height <= limits.imagePixels else {
            throw SocialError.invalid(field: "File", reason: "has more than \(limits.imagePixels) pixels")
        }
        guard let image = ImageMetadata.removed(from: bytes, of: header.kind) else {
            throw SocialError.invalid(field: "File", reason: "is damaged")
        }
        return (header, image)
    }

    /// A name that nobody can guess: whoever is not shown a status does not find its images either.
    private static func fileName(_ kind: ImageKind) -> String {
        let digits = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
        let padded = digits.map { String(repeating: "0", count: 16 - $0.count) + $0 }
        return "\(padded.joined()).\(kind.fileExtension)"
    }
}
