import CLibXML2
import Foundation
import HTMLScanner

/// Receives what libxml2 finds in a document.
protocol XMLEvents: AnyObject {
    /// A start tag.
    func startElement(_ element: XMLElement)
    /// An end tag.
    func endElement()
    /// Text, in pieces.
    func characters(_ text: UnsafeBufferPointer<UInt8>)
    /// A comment.
    func comment(_ text: UnsafeBufferPointer<UInt8>)
}

/// A start tag as libxml2 hands it over.
struct XMLElement {
    /// The name without its prefix.
    var name: [UInt8]
    /// The prefix; nil when there is none.
    var prefix: String?
    /// The namespace; nil when the prefix is not declared, or there is none.
    var namespace: String?
    /// Names with their prefixes as they are written, values with references resolved, offsets in bytes (-1: unknown).
    var attributes: [(name: [UInt8], value: [UInt8], offset: Int)]
    /// Where the tag begins, in bytes.
    var offset: Int
}

/// Runs libxml2's streaming parser over a document.
///
/// No DTD is loaded and no entity is kept that a document declares: a document cannot make the parser read a file, ask
/// a server or grow without end. HTML's named references are known, since XHTML's DTDs declare them.
enum XMLParser {
    /// Parses a document in UTF-8; answers why it is not well-formed, nil when it is.
    static func parse(_ document: [UInt8], _ events: any XMLEvents) -> String? {
        let session = Session(events)
        var handler = Session.handler()
        // The context borrows the session for the duration of the parse, which ends before this function does.
        let pointer = Unmanaged.passUnretained(session).toOpaque()
        guard let context = xmlCreatePushParserCtxt(&handler, pointer, nil, 0, nil) else {
            return "libxml2 has no memory"
        }
        defer { xmlFreeParserCtxt(context) }
        session.context = context
        let options = XML_PARSE_NOENT.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_RECOVER.rawValue
        let ignoreEncoding = XML_PARSE_IGNORE_ENC.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        xmlCtxtUseOptions(context, Int32(options | ignoreEncoding))
        xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
        document.withUnsafeBytes { bytes in
            let text = bytes.bindMemory(to: CChar.self).baseAddress
            _ = xmlParseChunk(context, text, Int32(clamping: bytes.count), 1)
        }
        return withExtendedLifetime(session) {
            guard context.pointee.wellFormed == 0 else { return nil }
            let error = context.pointee.lastError
            let message = error.message.map { String(cString: $0) } ?? "unknown error"
            return "line \(error.line): " + message.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// What the callbacks need; a class, since libxml2 keeps a pointer to it.
    private final class Session {
        let events: any XMLEvents
        var context: xmlParserCtxtPtr?
        /// HTML's references that were used; freed with the session.
        var entities: [String: xmlEntityPtr] = [:]

        init(_ events: any XMLEvents) {
            self.events = events
        }

        deinit {
            for entity in entities.values { clibxml2_free_entity(entity) }
        }

        static func from(_ pointer: UnsafeMutableRawPointer?) -> Session? {
            pointer.map { Unmanaged<Session>.fromOpaque($0).takeUnretainedValue() }
        }

        static func handler() -> xmlSAXHandler {
            var handler = xmlSAXHandler()
            handler.initialized = UInt32(XML_SAX2_MAGIC)
            handler.startElementNs = { user, name, prefix, namespace, _, _, count, _, attributes in
                Session.from(user)?.start(name, prefix, namespace, Int(count), attributes)
            }
            handler.endElementNs = { user, _, _, _ in Session.from(user)?.events.endElement() }
            handler.characters = { user, text, count in
                Session.from(user)?.events.characters(UnsafeBufferPointer(start: text, count: Int(count)))
            }
            handler.cdataBlock = handler.characters
            handler.ignorableWhitespace = handler.characters
            handler.comment = { user, text in
                guard let text else { return }
                Session.from(user)?.events.comment(UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))))
            }
            handler.getEntity = { user, name in
                guard let name else { return nil }
                return Session.from(user)?.entity(name)
            }
            return handler
        }

        /// How far the parser is in the document, and what lies in its buffer: it moves on as the buffer does.
        private func offset(of pointer: UnsafePointer<xmlChar>?) -> Int {
            guard let input = context?.pointee.input?.pointee, let base = input.base, let end = input.end, let pointer,
                pointer >= base, pointer <= end
            else { return -1 }
            return Int(input.consumed) + (pointer - base)
        }

        private func start(
            _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ namespace: UnsafePointer<xmlChar>?,
            _ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
        ) {
            var found: [(name: [UInt8], value: [UInt8], offset: Int)] = []
            for index in 0..<count {
                // Five pointers for each attribute: local name, prefix, namespace, and where its value begins and ends.
                guard let local = attributes?[index * 5], let start = attributes?[index * 5 + 3],
                    let end = attributes?[index * 5 + 4]
                else { continue }
                var name = bytes(local)
                if let prefix = attributes?[index * 5 + 1] { name = bytes(prefix) + [UInt8(ascii: ":")] + name }
                found.append((name, Array(UnsafeBufferPointer(start: start, count: end - start)), offset(of: start)))
            }
            events.startElement(
                XMLElement(
                    name: name.map(bytes) ?? [], prefix: prefix.map { String(cString: $0) },
                    namespace: namespace.map { String(cString: $0) }, attributes: found,
                    offset: max(0, offset(of: context?.pointee.input?.pointee.cur))))
        }

        private func bytes(_ text: UnsafePointer<xmlChar>) -> [UInt8] {
            Array(UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))))
        }

        private func entity(_ name: UnsafePointer<xmlChar>) -> xmlEntityPtr? {
            // libxml2 takes only the first byte of a predefined entity in an attribute, and reparses others in text.
            let isInAttribute = context?.pointee.instate == XML_PARSER_ATTRIBUTE_VALUE
            let reference = String(cString: name)
            let key = reference + (isInAttribute ? "=" : "")
            if let known = entities[key] { return known }
            guard let text = NamedReference.text(of: reference) else { return nil }
            let entity = text.withCString { content in
                content.withMemoryRebound(to: xmlChar.self, capacity: text.utf8.count + 1) {
                    clibxml2_new_entity(name, $0, isInAttribute ? 1 : 0)
                }
            }
            entities[key] = entity
            return entity
        }
    }
}
