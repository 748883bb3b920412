/// Short texts in many languages, written for these tests, by ISO 639-1 code.
enum LanguageSamples {
    static let all: [String: String] = [
        "en": """
        The old man walked along the shore every morning before the village woke. He knew each of the boats by its colour, and
        he could tell from the clouds whether it would rain in the afternoon. His daughter had moved to the city, but she
        wrote to him every week, and he kept all of her letters in a wooden box.
        """,
        "de": """
        Der alte Mann ging jeden Morgen am Strand entlang, bevor das Dorf erwachte. Er kannte jedes der Boote an seiner Farbe,
        und an den Wolken konnte er sehen, ob es am Nachmittag regnen würde. Seine Tochter war in die Stadt gezogen, aber sie
        schrieb ihm jede Woche, und er bewahrte alle ihre Briefe in einer Schachtel aus Holz auf.
        """,
        "fr": """
        Le vieil homme marchait chaque matin le long de la plage avant que le village ne se réveille. Il connaissait chacun des
        bateaux à sa couleur, et les nuages lui disaient s'il allait pleuvoir dans l'après-midi. Sa fille était partie pour la
        ville, mais elle lui écrivait toutes les semaines, et il gardait toutes ses lettres dans une boîte en bois.
        """,
        "es": """
        El viejo caminaba todas las mañanas por la playa antes de que el pueblo despertara. Conocía cada uno de los barcos por
        su color, y por las nubes sabía si iba a llover por la tarde. Su hija se había mudado a la ciudad, pero le escribía
        todas las semanas, y él guardaba todas sus cartas en una caja de madera.
        """,
        "it": """
        Il vecchio camminava ogni mattina lungo la spiaggia prima che il paese si svegliasse. Conosceva ognuna delle barche dal
        suo colore, e dalle nuvole capiva se nel pomeriggio sarebbe piovuto. Sua figlia si era trasferita in città, ma gli
        scriveva ogni settimana, e lui teneva tutte le sue lettere in una scatola di legno.
        """,
        "ru": """
        Старик каждое утро ходил вдоль берега, пока деревня ещё спала. Он узнавал каждую лодку по цвету, а по облакам мог
        сказать, будет ли днём дождь. Его дочь уехала в город, но она писала ему каждую неделю, и он хранил все её письма в
        деревянной коробке.
        """,
        "pt": """
        O velho caminhava todas as manhãs pela praia antes de a aldeia acordar. Conhecia cada um dos barcos pela cor, e pelas
        nuvens sabia se ia chover à tarde. A sua filha tinha-se mudado para a cidade, mas escrevia-lhe todas as semanas, e ele
        guardava todas as cartas numa caixa de madeira.
        """,
        "nl": """
        De oude man liep elke ochtend langs het strand voordat het dorp wakker werd. Hij kende elk van de boten aan de kleur,
        en aan de wolken kon hij zien of het in de middag zou gaan regenen. Zijn dochter was naar de stad verhuisd, maar zij
        schreef hem elke week, en hij bewaarde al haar brieven in een houten doos.
        """,
        "sv": """
        Den gamle mannen gick varje morgon längs stranden innan byn vaknade. Han kände igen var och en av båtarna på färgen,
        och på molnen kunde han se om det skulle regna på eftermiddagen. Hans dotter hade flyttat till staden, men hon skrev
        till honom varje vecka, och han sparade alla hennes brev i en ask av trä.
        """,
        "fi": """
        Vanha mies käveli joka aamu rantaa pitkin ennen kuin kylä heräsi. Hän tunsi jokaisen veneen sen väristä, ja pilvistä
        hän näki, sataisiko iltapäivällä. Hänen tyttärensä oli muuttanut kaupunkiin, mutta hän kirjoitti isälleen joka viikko,
        ja mies säilytti kaikki kirjeet puisessa rasiassa.
        """,
        "pl": """
        Stary człowiek każdego ranka chodził wzdłuż brzegu, zanim wieś się obudziła. Znał każdą łódź po kolorze, a po chmurach
        wiedział, czy po południu będzie padać. Jego córka przeprowadziła się do miasta, ale pisała do niego co tydzień, a on
        trzymał wszystkie jej listy w drewnianym pudełku.
        """,
        "cs": """
        Starý muž chodil každé ráno podél břehu, než se vesnice probudila. Každou loď poznal podle barvy a podle mraků věděl,
        jestli bude odpoledne pršet. Jeho dcera se odstěhovala do města, ale psala mu každý týden a on si všechny její dopisy
        schovával v dřevěné krabici.
        """,
        "hu": """
        Az öreg ember minden reggel végigsétált a parton, mielőtt a falu felébredt. Minden hajót megismert a színéről, és a
        felhőkből meg tudta mondani, hogy délután esni fog-e. A lánya a városba költözött, de minden héten írt neki, és ő egy
        fadobozban őrizte az összes levelét.
        """,
        "tr": """
        Yaşlı adam her sabah köy uyanmadan önce sahil boyunca yürürdü. Her tekneyi renginden tanır, öğleden sonra yağmur yağıp
        yağmayacağını bulutlardan anlardı. Kızı şehre taşınmıştı ama ona her hafta yazıyordu ve o da bütün mektupları tahta bir
        kutuda saklıyordu. Bu kutu onun için çok değerli bir şey idi.
        """,
        "vi": """
        Mỗi buổi sáng ông già đi dọc theo bờ biển trước khi làng thức dậy. Ông biết từng chiếc thuyền qua màu của nó, và nhìn
        mây ông có thể nói chiều nay trời có mưa không. Con gái ông đã chuyển đến thành phố, nhưng cô viết cho ông mỗi tuần, và
        ông giữ tất cả các lá thư của cô trong một chiếc hộp gỗ.
        """,
        "uk": """
        Старий щоранку ходив уздовж берега, поки село ще спало. Він упізнавав кожен човен за кольором, а з хмар міг сказати, чи
        буде вдень дощ. Його донька переїхала до міста, але вона писала йому щотижня, і він зберігав усі її листи в дерев'яній
        скриньці.
        """,
        "el": """
        Ο γέρος περπατούσε κάθε πρωί στην παραλία πριν ξυπνήσει το χωριό. Ήξερε κάθε βάρκα από το χρώμα της και από τα σύννεφα
        καταλάβαινε αν θα βρέξει το απόγευμα.
        """,
        "he": """
        הזקן הלך בכל בוקר לאורך החוף לפני שהכפר התעורר. הוא הכיר כל סירה לפי צבעה, ולפי העננים ידע אם ירד גשם אחר הצהריים.
        """,
        "ar": """
        كان الرجل العجوز يمشي كل صباح على الشاطئ قبل أن تستيقظ القرية. كان يعرف كل قارب من لونه، وكان يعرف من الغيوم هل سينزل
        المطر بعد الظهر. كانت ابنته قد انتقلت إلى المدينة، لكنها كانت تكتب إليه في كل أسبوع.
        """,
        "fa": """
        پیرمرد هر روز صبح پیش از آن که روستا بیدار شود در کنار ساحل راه می‌رفت. او هر قایق را از رنگ آن می‌شناخت و از ابرها
        می‌دانست که بعد از ظهر باران می‌آید یا نه. دخترش به شهر رفته بود اما هر هفته برای او نامه می‌نوشت.
        """,
        "hi": """
        बूढ़ा आदमी हर सुबह गाँव के जागने से पहले समुद्र के किनारे चलता था। वह हर नाव को उसके रंग से पहचानता था और बादलों को देखकर
        बता सकता था कि दोपहर में बारिश होगी या नहीं। उसकी बेटी शहर चली गई थी, लेकिन वह उसे हर हफ़्ते लिखती थी।
        """,
        "th": """
        ชายชราเดินเลียบชายหาดทุกเช้าก่อนที่หมู่บ้านจะตื่น เขารู้จักเรือทุกลำจากสีของมัน และรู้จากเมฆว่าตอนบ่ายฝนจะตกหรือไม่
        """,
        "ko": """
        노인은 마을이 깨어나기 전에 매일 아침 바닷가를 걸었다. 그는 색깔을 보고 모든 배를 알아보았고, 구름을 보면 오후에 비가 올지 알 수
        있었다. 딸은 도시로 이사했지만 매주 그에게 편지를 썼다.
        """,
        "ja": """
        老人は村が目を覚ます前に、毎朝浜辺を歩いた。彼は色を見ればどの船かわかり、雲を見れば午後に雨が降るかどうかがわかった。
        """,
        "zh": """
        老人每天早晨在村子醒来之前沿着海岸散步。他看颜色就认得每一条船，看云就知道下午会不会下雨。女儿搬到城里去了，可是她每个星期都给他写信。
        """,
        "ta": """
        கிழவர் ஒவ்வொரு காலையும் ஊர் விழிப்பதற்கு முன் கடற்கரையில் நடந்தார். அவர் ஒவ்வொரு படகையும் அதன் நிறத்தால் அறிந்தார்.
        """,
        "bn": """
        বুড়ো মানুষটি প্রতিদিন সকালে গ্রাম জেগে ওঠার আগে সমুদ্রের ধারে হাঁটতেন। তিনি প্রতিটি নৌকাকে তার রং দেখে চিনতেন।
        """,
    ]
}
