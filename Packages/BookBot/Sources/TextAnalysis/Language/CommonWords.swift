/// The commonest words of languages that share an alphabet: what tells them apart.
enum CommonWords {
    /// The words of a language, lower-cased; empty for a language that its letters tell.
    static func of(_ language: Language) -> [String] { lists[language] ?? [] }

    /// The words of all languages.
    static let all = Set(lists.values.joined())

    private static let lists: [Language: [String]] = texts.mapValues { $0.split { $0.isWhitespace }.map(String.init) }

    private static let texts: [Language: String] = [
        .english: """
        the of and to a in that it is was he for his with as i on be at by had not they from you this but she her or
        which have were all my we an their are him been
        """,
        .german: """
        der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an er sie ich so wie
        aber war hatte einen wir nach bei um noch wenn nur daß dass
        """,
        .french: """
        de la le et les des en un du une que est pour qui dans il au sur par pas plus ne se ce elle je avec son mais à
        était sa ses lui nous vous comme tout cette avait
        """,
        .spanish: """
        de la que el en y los del se las por un para con no una su al es lo como más pero sus le ya o este sí porque
        esta entre cuando muy sin sobre me hasta hay había era
        """,
        .italian: """
        di e il la che in un a per è una sono non del della con i le si da al come più ma gli dei nel alla ha lo era
        anche questo mi delle suo io quando aveva dal
        """,
        .portuguese: """
        de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando
        muito nos já eu também só pelo pela até era
        """,
        .catalan: """
        de la i que a el en les un per amb del una no els al és ha més va seu com però aquest des entre quan fins molt
        era havia tot són seva dels pel altres nosaltres també tan
        """,
        .romanian: """
        de și în a la cu pe nu că o să un din este mai care se ce sunt am fi ca era dar au pentru i lui ai fost după
        când le prin acest cum foarte fără până
        """,
        .latin: """
        et in est non ad ut cum qui quae quod sed si ex de esse ab per quam hoc ac aut nec sunt atque etiam enim eius
        me te haec erat ego se quid autem
        """,
        .dutch: """
        de van het een en in is dat op te zijn met voor niet die aan er om ook als dan maar bij hij was ze werd naar
        door over uit nog wat ik had zich wij geen hem
        """,
        .afrikaans: """
        die van en in is het 'n nie wat om te dat sy vir met hy was op as ook aan ek daar hulle maar my by deur word
        jy so sal haar ons uit kan een net toe
        """,
        .swedish: """
        och i att det som en på är av för med den till har de inte om ett han men var jag sig från vi så kan när år
        under också efter eller nu sin där vid mot ska hade
        """,
        .danish: """
        og i at det er en til af på for med de den som ikke der et har han men var jeg sig fra vi kan så om ved blev
        efter eller nu sin også mod havde hun noget af være
        """,
        .norwegian: """
        og i det er på en til som å av for at med de den ikke har et han men var jeg seg fra vi kan så om ble etter
        eller nå sin også mot hadde hun noe være ved
        """,
        .finnish: """
        ja on ei että se oli hän mutta niin kun kuin ovat joka mitä myös minä sen olla nyt jos tai hänen sitä vain kaikki
        en ole vielä siitä sitten minun ollut tämä jo sekä
        """,
        .estonian: """
        ja on ei et see oli ta kui ka mis aga nii siis oma mida tema seda kes ning või ma olid veel välja selle nad
        pole ära juba üks midagi siin kõik
        """,
        .polish: """
        w i na z się nie do to że jest o a po jak za od tym przez co był ale dla są już tylko jego może czy było przy
        lub ten jej bardzo który tego pod ma
        """,
        .czech: """
        a se v na je že to s z do o i jsem ve pro ale k by jako po si tak už jeho co byl když od jen které bylo být
        který nebo mu jsou před až ještě
        """,
        .slovak: """
        a sa v na je že to s z do o i som vo pre ale k by ako po si tak už jeho čo bol keď od len ktoré bolo byť ktorý
        alebo mu sú pred až ešte
        """,
        .slovenian: """
        in je v da na se za ki so z po tudi kot bi s ne pa ni od bil sem iz o ali še ta tako do že kar bilo ko samo
        lahko pri jih kako
        """,
        .croatian: """
        i je u na se da za su od s a ne što kao bio iz o koji te će bi ali koja sam to nije ili po samo do smo kad
        bila već biti sve njegov još
        """,
        .hungarian: """
        a az és hogy nem is egy ez volt de meg csak azt mint el még ha van aki már kell le vagy én ezt fel ki mert
        minden majd után lesz így akkor között olyan
        """,
        .turkish: """
        bir ve bu da de için ile o çok daha gibi ne ama olarak olan var kadar sonra ki değil ben en her diye onun mi
        kendi şey ya oldu hiç zaman bütün
        """,
        .latvian: """
        un ir no ka ar par uz kas tas bija viņš kā pie bet arī nav vai tā viņa to es lai ko jau pēc tikai vairāk gan
        jo ja tad līdz
        """,
        .lithuanian: """
        ir į kad iš su yra tai buvo jis ne kaip bet ar apie už o jo dar jau jos tik po savo man per jei labai ji buvo
        nuo prie dabar
        """,
        .vietnamese: """
        và của là có cho không được một các trong với người những đã này khi đến như để ra về tôi anh từ đó thì vào
        còn nhưng cũng nhiều sau ông rất
        """,
        .indonesian: """
        yang dan di dari ini untuk dengan itu pada tidak dalam adalah ke akan juga saya oleh sebagai mereka ada bisa
        kami orang dia kita telah lebih atau karena sudah anak
        """,
        .tagalog: """
        ang ng sa mga na at ay ko ni si hindi ito para siya kung niya ako may kanyang isang nang lang ka ba rin sila mo
        po kay pa
        """,
        .swahili: """
        na ya wa kwa ni katika za la kuwa hiyo huo yake watu kama lakini hii pia alikuwa mtu cha baada sana wakati hata
        kila au huu yao ambao
        """,
        .welsh: """
        y yn a i o ar yr ei mae ac am wedi gan eu fod bod oedd ond hyn ni hefyd fel nad at dim er fy mewn hi ein roedd
        pan chi
        """,
        .bulgarian: """
        на и да се в от за не е че с си са по като това той но до му ще към бе които във при ли аз още беше със един
        само така когато тя има ги го
        """,
        .macedonian: """
        на и да во се од за не е што со го тој беше по ги но сум ќе како му кој до ја дека тоа ние беа или еден само
        таа при уште
        """,
        .russian: """
        и в не на что он с как я а то по но к его это она из у за так же все от был о бы только ее или было мне для
        если еще когда они вы уже чтобы
        """,
        .ukrainian: """
        і в не на що він з як я а то по та у до це за його так все від був про ви вона але для щоб чи ми ще вже їх бо
        тільки які було його й
        """,
        .serbian: """
        и је у на се да за су од са а не што као био из о који ће би али која сам то није или по само до смо кад била
        већ бити све његов још
        """,
        .hindi: """
        के में की है और से का को पर यह हैं था ने नहीं एक कि भी कर थे हो ही इस वह तो थी या लिए जो अपने उस
        """,
        .marathi: """
        आहे आणि या तो की ते मी हे ही व त्या पण होते आहेत होता नाही एक हा असे काही त्यांनी केली त्याच्या करून झाली
        """,
        .nepali: """
        छ र को मा पनि छन् हो यो भएको गर्न ले थियो लागि गरेको एक तर भने हुन् म त्यो थिए भयो हुन्छ गर्ने उनी
        """,
        .arabic: """
        في من على إلى أن هذا التي الذي ما لا كان عن هذه مع كل هو لم أو بعد بين ذلك قد وقد كما عند
        """,
        .persian: """
        و در به از که این را با است آن برای یک خود تا بر او می هم شد بود من ما کرد نیز ها شده یا اما
        """,
        .urdu: """
        کے میں کی ہے اور سے کا کو پر یہ ہیں تھا نے نہیں ایک کہ بھی کر تھے ہو ہی اس وہ تو تھی یا لئے جو
        """,
    ]
}
