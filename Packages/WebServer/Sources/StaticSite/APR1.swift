import HTTPMessages

/// Apache's `$apr1$` password hash, which `htpasswd` and `openssl passwd -apr1` write: a thousand rounds of MD5. No crypt(3)
/// knows it, so it is here; the algorithm is that of Apache's apr_md5.c.
enum APR1 {
    private static let alphabet = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// The hash of a password with the salt of `setting`, which begins `$apr1$SALT`; nil when it does not.
    static func hash(_ password: [UInt8], setting: [UInt8]) -> [UInt8]? {
        let magic = Array("$apr1$".utf8)
        guard setting.starts(with: magic) else { return nil }
        let salt = Array(setting.dropFirst(magic.count).prefix { $0 != Octet.dollar }.prefix(8))
        let inner = MD5.digest(password + salt + password)
        var first = password + magic + salt
        var rest = password.count
        while rest > 0 {
            first += inner[..<min(16, rest)]
            rest -= 16
        }
        var bits = password.count
        while bits > 0 {
            first.append(bits & 1 != 0 ? 0 : password[0])
            bits >>= 1
        }
        var digest = MD5.digest(first)
        for round in 0..<1_000 {
            var message = round & 1 != 0 ? password : digest
            if round % 3 != 0 { message += salt }
            if round % 7 != 0 { message += password }
            message += round & 1 != 0 ? digest : password
            digest = MD5.digest(message)
        }
        var result = magic + salt + [Octet.dollar]
        for (a, b, c) in [(0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5)] {
            append(UInt32(digest[a]) << 16 | UInt32(digest[b]) << 8 | UInt32(digest[c]), digits: 4, to: &result)
        }
        append(UInt32(digest[11]), digits: 2, to: &result)
        return result
    }

    private static func append(_ value: UInt32, digits: Int, to result: inout [UInt8]) {
        var value = value
        for _ in 0..<digits {
            result.append(alphabet[Int(value & 0x3F)])
            value >>= 6
        }
    }
}

/// MD5 (RFC 1321), for ``APR1`` alone.
enum MD5 {
    private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

    /// The integer parts of 2^32 times the sines of 1 to 64, as the RFC's table has them.
    private static let sines: [UInt32] = [
        0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
        0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
        0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
        0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
        0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
        0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
        0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
        0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
    ]

    static func digest(_ message: [UInt8]) -> [UInt8] {
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(message.count) &* 8
        for index in 0..<8 { padded.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * index))) }
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
        for block in stride(from: 0, to: padded.count, by: 64) {
            let words = (0..<16).map { word in
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(padded[block + word * 4 + $1]) << UInt32(8 * $1) }
            }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for round in 0..<64 {
                let (mixed, word): (UInt32, Int)
                switch round / 16 {
                case 0: (mixed, word) = ((b & c) | (~b & d), round)
                case 1: (mixed, word) = ((d & b) | (~d & c), (5 * round + 1) % 16)
                case 2: (mixed, word) = (b ^ c ^ d, (3 * round + 5) % 16)
                default: (mixed, word) = (c ^ (b | ~d), 7 * round % 16)
                }
                let sum = a &+ mixed &+ sines[round] &+ words[word]
                let shift = shifts[round / 16 * 4 + round % 4]
                (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
            }
            state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d]
        }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
    }
}
