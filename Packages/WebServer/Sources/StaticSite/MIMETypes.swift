import HTTPMessages

/// Media types by a file name's extension: the registry's, and every extension of nginx's table.
public enum MIMETypes {
    /// Where nothing is known of a file.
    public static let fallback = "application/octet-stream"

    /// The media type of a file by its name, with the charset where the type has one.
    public static func type(
        of name: some BidirectionalCollection<UInt8>, charset: String? = "utf-8"
    ) -> String {
        guard let type = registered(name) else { return fallback }
        return withCharset(type, charset)
    }

    /// Whether the name ends with an extension of the table.
    public static func isKnown(_ name: some BidirectionalCollection<UInt8>) -> Bool { registered(name) != nil }

    /// A text type with its charset, any other as it is. XML says in its own first line how it is written.
    static func withCharset(_ type: String, _ charset: String?) -> String {
        guard let charset, !type.contains(";"), type != "text/xml" else { return type }
        guard type.hasPrefix("text/") || type == "application/javascript" else { return type }
        return "\(type); charset=\(charset)"
    }

    private static func registered(_ name: some BidirectionalCollection<UInt8>) -> String? {
        guard let dot = name.lastIndex(of: Octet.dot), dot != name.startIndex else { return nil }
        let suffix = name[name.index(after: dot)...]
        guard suffix.count <= 12 else { return nil }
        return table[String(decoding: suffix, as: UTF8.self).lowercased()]
    }

    /// Extensions of one type stand together, so that the table reads as the registry does.
    private static let table: [String: String] = {
        var table: [String: String] = [:]
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            guard let type = words.first else { continue }
            for suffix in words.dropFirst() { table[String(suffix)] = String(type) }
        }
        return table
    }()

    private static let lines = """
        text/html html htm shtml
        text/css css
        text/javascript js mjs cjs
        text/plain txt text log conf ini md5 sha256 swift c h cpp hpp py rb rs go java kt sh toml diff patch
        text/markdown md markdown
        text/csv csv
        text/tab-separated-values tsv
        text/calendar ics
        text/vcard vcf
        text/vtt vtt
        text/xml xml xsl
        text/yaml yaml yml
        application/json json map
        application/ld+json jsonld
        application/geo+json geojson
        application/manifest+json webmanifest
        application/feed+json jsonfeed
        application/x-ndjson ndjson jsonl
        application/rss+xml rss
        application/atom+xml atom
        application/xhtml+xml xhtml
        application/pdf pdf
        application/postscript ps eps ai
        application/rtf rtf
        application/wasm wasm
        application/zip zip
        application/gzip gz tgz
        application/zstd zst
        application/x-bzip2 bz2
        application/x-xz xz
        application/x-7z-compressed 7z
        application/x-tar tar
        application/java-archive jar war ear
        application/epub+zip epub
        application/msword doc
        application/vnd.ms-excel xls
        application/vnd.ms-powerpoint ppt
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
        application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
        application/vnd.oasis.opendocument.text odt
        application/vnd.oasis.opendocument.spreadsheet ods
        application/vnd.sqlite3 sqlite
        application/vnd.debian.binary-package deb
        image/avif avif
        image/bmp bmp
        image/gif gif
        image/heic heic
        image/jpeg jpg jpeg
        image/jxl jxl
        image/png png apng
        image/svg+xml svg svgz
        image/tiff tif tiff
        image/vnd.microsoft.icon ico
        image/webp webp
        font/collection ttc
        font/otf otf
        font/ttf ttf
        font/woff woff
        font/woff2 woff2
        audio/aac aac
        audio/flac flac
        audio/midi mid midi kar
        audio/mp4 m4a
        audio/mpeg mp3
        audio/ogg oga ogg opus
        audio/wav wav
        video/mp2t ts
        video/mp4 mp4 m4v
        video/mpeg mpeg mpg
        video/ogg ogv
        video/quicktime mov
        video/webm webm
        video/x-matroska mkv
        application/vnd.apple.mpegurl m3u8
        application/dash+xml mpd
        model/gltf-binary glb
        model/gltf+json gltf
        text/mathml mml
        text/vnd.sun.j2me.app-descriptor jad
        text/vnd.wap.wml wml
        text/x-component htc
        image/vnd.wap.wbmp wbmp
        image/x-jng jng
        application/mac-binhex40 hqx
        application/vnd.google-earth.kml+xml kml
        application/vnd.google-earth.kmz kmz
        application/vnd.ms-fontobject eot
        application/vnd.oasis.opendocument.graphics odg
        application/vnd.oasis.opendocument.presentation odp
        application/vnd.wap.wmlc wmlc
        application/x-cocoa cco
        application/x-java-archive-diff jardiff
        application/x-java-jnlp-file jnlp
        application/x-makeself run
        application/x-perl pl pm
        application/x-pilot prc pdb
        application/x-rar-compressed rar
        application/x-redhat-package-manager rpm
        application/x-sea sea
        application/x-shockwave-flash swf
        application/x-stuffit sit
        application/x-tcl tcl tk
        application/x-x509-ca-cert der pem crt
        application/x-xpinstall xpi
        application/xspf+xml xspf
        application/octet-stream bin exe dll dmg iso img msi msp msm
        audio/x-realaudio ra
        video/3gpp 3gpp 3gp
        video/x-flv flv
        video/x-mng mng
        video/x-ms-asf asx asf
        video/x-ms-wmv wmv
        video/x-msvideo avi
        """
}
