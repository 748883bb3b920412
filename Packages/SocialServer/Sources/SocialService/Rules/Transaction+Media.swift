/// Images.
extension Transaction {
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
        _ = try await read(as: caller, scope: scope) { transaction in
            _ = try transaction.checkedDescription(description)
            return try transaction.viewer()
        }
        let (header, image) = try checkedImage(bytes)
        return try await keeping([image], of: [header.kind]) { names in
            try await write(as: caller, scope: scope) { transaction in
                let media = Media(
                    id: transaction.newID(), accountID: try transaction.viewer(), kind: header.kind, file: names[0],
                    description: description, width: header.width, height: header.height, focus: focus)
                try transaction.records.insert(media)
                return media
            }
        }
    }

    /// Changes a profile, with new pictures if there are any.
    public func updateProfile(
        _ changes: ProfileChanges, avatar: [UInt8]?, header: [UInt8]?, as caller: Caller, scope: String? = nil
    ) async throws -> Account {
        // Whether the caller may, and whether the rest of the form is right, is asked before a byte is written.
        _ = try await read(as: caller, scope: scope) { try $0.checked(changes) }
        let pictures = try [avatar, header].map { try $0.map(checkedImage) }
        let given = pictures.compactMap { $0 }
        return try await keeping(given.map(\.image), of: given.map(\.header.kind)) { names in
            var changes = changes
            if avatar != nil { changes.avatar = names.first.map(ProfileChanges.Picture.file) }
            if header != nil { changes.header = names.last.map(ProfileChanges.Picture.file) }
            let finished = changes
            return try await write(as: caller, scope: scope) { try $0.update(finished) }
        }
    }

    /// Saves files under new names for as long as a write that names them takes. They stay if it succeeds; if it does
    /// not, or one of them cannot be saved, none is left. A crash between the two leaves a file that nothing names, and
    /// never a record without its file.
    private func keeping<Value>(
        _ images: [[UInt8]], of kinds: [ImageKind], _ write: ([String]) async throws -> Value
    ) async throws -> Value {
        let names = kinds.map(Self.fileName)
        do {
            for (image, name) in zip(images, names) { try await files.save(image, as: name) }
            return try await write(names)
        } catch {
            for name in names { await files.remove(name) }
            throw error
        }
    }

    /// Removes images that no status has shown for a day.
    public func sweepMedia(now: Int64) async throws {
        try await write(as: .anyone) { transaction in
            let orphans = try transaction.records.orphanedMedia(before: now - 86_400_000, limit: 1000)
            guard !orphans.isEmpty else { return }
            try transaction.records.deleteMedia(orphans.map(\.id))
            transaction.notes.outcome.files += orphans.map(\.file)
        }
    }

    /// An image within the limits, without what it tells of where and by whom it was taken.
    private func checkedImage(_ bytes: [UInt8]) throws -> (header: ImageHeader, image: [UInt8]) {
        guard bytes.count <= limits.imageBytes else {
            throw SocialError.invalid(field: "File", reason: "is larger than \(limits.imageBytes) bytes")
        }
        guard var header = ImageHeader(bytes) else {
            throw SocialError.invalid(field: "File", reason: "is not a PNG, JPEG, GIF or WebP image")
        }
        guard header.width * header.height <= limits.imagePixels else {
            throw SocialError.invalid(field: "File", reason: "has more than \(limits.imagePixels) pixels")
        }
        guard let (image, orientation) = ImageMetadata.removed(from: bytes, of: header.kind) else {
            throw SocialError.invalid(field: "File", reason: "is damaged")
        }
        // Clients lay a picture out by its sides as it is shown.
        if orientation.swapsSides { header = header.turned }
        return (header, image)
    }

    /// A name that nobody can guess: whoever is not shown a status does not find its images either.
    private static func fileName(_ kind: ImageKind) -> String {
        let digits = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
        let padded = digits.map { String(repeating: "0", count: 16 - $0.count) + $0 }
        return "\(padded.joined()).\(kind.fileExtension)"
    }
}
