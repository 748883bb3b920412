import Crypto

/// The proof that a form was served to the browser that sends it: other sites can make a browser send a request with
/// its cookies, but cannot read our pages.
///
/// It is a keyed hash of the session's token and the form's purpose, so nothing is stored, a token of one session or
/// form is worth nothing in another, and it ends with the session. Each one given out is masked with fresh random
/// bytes: the same secret in every compressed page could be guessed from the pages' lengths (BREACH).
public struct CSRFToken: Sendable {
    private let proof: [UInt8]

    /// The token of a session's form.
    ///
    /// - Parameters:
    ///   - session: The token in the browser's cookie; before a login, that of a cookie made for the form.
    ///   - purpose: What the form does, such as `login` or `authorize`.
    public init(session: SecretToken, purpose: String) {
        let key = SymmetricKey(data: Array(session.text.utf8))
        proof = Array(HMAC<SHA256>.authenticationCode(for: Array("csrf \(purpose)".utf8), using: key))
    }

    /// A text for the form's hidden field; another one each time, all of them valid.
    public func field() -> String {
        var generator = SystemRandomNumberGenerator()
        let mask = proof.map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Base64.encode(mask + zip(mask, proof).map { $0 ^ $1 }, alphabet: .url)
    }

    /// Whether a request's field is one that ``field()`` has given out.
    public func accepts(_ field: String?) -> Bool {
        guard let field, field.utf8.count <= 128, let bytes = Base64.decode(field, alphabet: .url),
            bytes.count == 2 * proof.count
        else { return false }
        return ConstantTime.equal(zip(bytes.prefix(proof.count), bytes.suffix(proof.count)).map { $0 ^ $1 }, proof)
    }
}
