import SocialService

/// The server's limits, as clients obey them: the same in both forms of an instance.
struct InstanceLimits: Encodable {
    struct Statuses: Encodable {
        let maxCharacters, maxMediaAttachments: Int
        var charactersReservedPerUrl = 23
    }
    struct MediaAttachments: Encodable {
        var supportedMimeTypes = ImageKind.allCases.map(\.mediaType)
        let descriptionLimit, imageSizeLimit, imageMatrixLimit: Int
        var videoSizeLimit = 0
        var videoFrameRateLimit = 0
        var videoMatrixLimit = 0
    }
    struct Polls: Encodable {
        let maxOptions, maxCharactersPerOption, minExpiration, maxExpiration: Int
    }
    struct Accounts: Encodable {
        let maxFeaturedTags, maxPinnedStatuses, maxProfileFields: Int
    }

    let statuses: Statuses
    let mediaAttachments: MediaAttachments
    let polls: Polls
    let accounts: Accounts

    init(_ limits: SocialLimits) {
        statuses = Statuses(maxCharacters: limits.characters, maxMediaAttachments: limits.media)
        mediaAttachments = MediaAttachments(
            descriptionLimit: limits.descriptionCharacters, imageSizeLimit: limits.imageBytes,
            imageMatrixLimit: limits.imagePixels)
        polls = Polls(
            maxOptions: limits.pollOptions, maxCharactersPerOption: limits.pollOptionCharacters,
            minExpiration: limits.pollSeconds.lowerBound, maxExpiration: limits.pollSeconds.upperBound)
        accounts = Accounts(
            maxFeaturedTags: limits.featuredTags, maxPinnedStatuses: limits.pins,
            maxProfileFields: limits.profileFields)
    }
}

/// V1::Instance (docs.joinmastodon.org/entities/V1_Instance).
struct FirstInstance: Encodable {
    struct URLs: Encodable { let streamingApi: String }
    struct Stats: Encodable {
        let userCount, statusCount: Int
        var domainCount = 0
    }

    let uri, title, shortDescription, description, email, version: String
    let urls: URLs
    let stats: Stats
    /// Some clients cannot read an instance without a picture.
    let thumbnail: String
    var languages = ["en"]
    let registrations, approvalRequired: Bool
    var invitesEnabled = false
    let configuration: InstanceLimits
    @Nullable var contactAccount: String? = nil
    var rules: [String] = []
}

/// Instance (docs.joinmastodon.org/entities/Instance).
struct Instance: Encodable {
    struct Usage: Encodable {
        struct Users: Encodable { let activeMonth: Int }
        let users: Users
    }
    struct Thumbnail: Encodable {
        let url: String
        @Nullable var blurhash: String? = nil
        var versions: [String: String] = [:]
    }
    struct URLs: Encodable {
        let streaming: String
        @Nullable var status: String? = nil
        @Nullable var about: String? = nil
        @Nullable var privacyPolicy: String? = nil
        @Nullable var termsOfService: String? = nil
    }
    struct VAPID: Encodable { var publicKey = "" }
    struct Translation: Encodable { var enabled = false }
    struct Configuration: Encodable {
        let urls: URLs
        var vapid = VAPID()
        var translation = Translation()
        let limits: InstanceLimits

        private enum CodingKeys: CodingKey { case urls, vapid, translation }

        /// The limits stand beside the rest, not below it.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(urls, forKey: .urls)
            try container.encode(vapid, forKey: .vapid)
            try container.encode(translation, forKey: .translation)
            try limits.encode(to: encoder)
        }
    }
    struct Registrations: Encodable {
        let enabled, approvalRequired: Bool
        var reasonRequired = false
        @Nullable var message: String? = nil
        @Nullable var minAge: Int? = nil
        @Nullable var url: String? = nil
    }
    struct Contact: Encodable {
        let email: String
        @Nullable var account: String? = nil
    }

    let domain, title, version: String
    var sourceUrl = ""
    let description: String
    let usage: Usage
    let thumbnail: Thumbnail
    var icon: [String] = []
    var languages = ["en"]
    let configuration: Configuration
    let registrations: Registrations
    /// What the number promises is there: 2 are grouped notifications.
    var apiVersions = ["mastodon": 2]
    let contact: Contact
    var rules: [String] = []
}

/// NodeInfo 2.0 (nodeinfo.diaspora.software).
struct NodeInfo: Encodable {
    struct Software: Encodable {
        var name = "socialserver"
        var version = "1.0.0"
    }
    struct Usage: Encodable {
        struct Users: Encodable { let total, activeMonth, activeHalfyear: Int }
        let users: Users
        let localPosts: Int
    }

    var version = "2.0"
    var software = Software()
    var protocols: [String] = []
    var services: [String: [String]] = ["inbound": [], "outbound": []]
    let usage: Usage
    let openRegistrations: Bool
    var metadata: [String: String] = [:]
}

/// RFC 8414.
struct AuthorizationServer: Encodable {
    let issuer, authorizationEndpoint, tokenEndpoint, appRegistrationEndpoint, revocationEndpoint,
        userinfoEndpoint: String
    var serviceDocumentation = "https://docs.joinmastodon.org/"
    var scopesSupported = Scopes.known
    var responseTypesSupported = ["code"]
    var responseModesSupported = ["query"]
    var codeChallengeMethodsSupported = ["S256"]
    var grantTypesSupported = ["authorization_code", "password", "client_credentials"]
    var tokenEndpointAuthMethodsSupported = ["client_secret_basic", "client_secret_post"]
}

/// RFC 7033.
struct WebFinger: Encodable {
    struct Link: Encodable {
        let rel: String
        var type: String?
        let href: String
    }
    var subject: String?
    var aliases: [String]?
    let links: [Link]
}

/// Application and CredentialApplication (docs.joinmastodon.org/entities/Application).
struct ApplicationEntity: Encodable {
    let id, name: String
    @Nullable var website: String?
    let scopes: [String]
    let redirectUri: String
    let redirectUris: [String]
    // Only for the program itself, and only once.
    var clientId: String?
    var clientSecret: String?
    var clientSecretExpiresAt: Int?
    var vapidKey = ""

    init(_ application: Application, secret: String? = nil) {
        id = application.id.description
        name = application.name
        _website = Nullable(wrappedValue: application.website)
        scopes = application.scopes.words
        redirectUri = application.redirectURIs.joined(separator: "\n")
        redirectUris = application.redirectURIs
        guard let secret else { return }
        clientId = application.clientID
        clientSecret = secret
        clientSecretExpiresAt = 0
    }
}

/// Token (docs.joinmastodon.org/entities/Token).
struct TokenEntity: Encodable {
    let accessToken: String
    var tokenType = "Bearer"
    let scope: String
    /// In seconds since 1970.
    let createdAt: Int
}

/// OpenID Connect's UserInfo, as far as Mastodon answers it.
struct UserInfo: Encodable {
    let iss, sub, name, preferredUsername, profile, picture: String
}

/// Preferences (docs.joinmastodon.org/entities/Preferences).
struct Preferences: Encodable {
    let visibility: String
    let isSensitive: Bool
    @Nullable var language: String? = nil
    var expandMedia = "default"
    var expandSpoilers = false

    private enum CodingKeys: String, CodingKey {
        case visibility = "posting:default:visibility"
        case isSensitive = "posting:default:sensitive"
        case language = "posting:default:language"
        case expandMedia = "reading:expand:media"
        case expandSpoilers = "reading:expand:spoilers"
    }
}

/// Privacy policies and descriptions: a page of HTML, and when it was written.
struct PageEntity: Encodable {
    @Nullable var updatedAt: String? = nil
    let content: String
}
