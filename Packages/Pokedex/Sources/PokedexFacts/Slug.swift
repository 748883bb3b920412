/// Names as they stand in addresses: lower case, words joined by hyphens, nothing but ASCII.
public enum Slug {
    /// The slug of a name: `Mr. Mime` is `mr-mime`, `King's Rock` is `kings-rock`, `Flabébé` is `flabebe`.
    public static func of(_ name: String) -> String {
        var slug = ""
        var pendingHyphen = false
        for scalar in name.unicodeScalars {
            let letter: String
            switch scalar {
            case "a"..."z", "0"..."9": letter = String(scalar)
            case "A"..."Z": letter = String(scalar).lowercased()
            case "à"..."å", "À"..."Å": letter = "a"
            case "è"..."ë", "È"..."Ë": letter = "e"
            case "ì"..."ï", "Ì"..."Ï": letter = "i"
            case "ò"..."ö", "Ò"..."Ö": letter = "o"
            case "ù"..."ü", "Ù"..."Ü": letter = "u"
            case "ñ", "Ñ": letter = "n"
            case "ç", "Ç": letter = "c"
            case "♀":
                pendingHyphen = true
                letter = "f"
            case "♂":
                pendingHyphen = true
                letter = "m"
            // Marks that belong to the word leave no gap; everything else parts two words.
            case "'", "\u{2019}", ".", ":", "%", "!", "\u{300}"..."\u{36F}": continue
            default:
                pendingHyphen = true
                continue
            }
            if pendingHyphen && !slug.isEmpty { slug += "-" }
            pendingHyphen = false
            slug += letter
        }
        return slug
    }
}
