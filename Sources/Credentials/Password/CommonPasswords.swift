/// The pieces of which the passwords that everybody tries first are made.
///
/// Short ones matter though a password has at least 8 or 15 characters: ``FoldedPassword`` refuses what is made of few
/// of them. Own selection; lower case, letters where digits stand for them.
enum CommonPasswords {
    static let words = Set(
        lines.split { $0 == " " || $0 == "\n" }.map(String.init)
            + (1940...2040).map(String.init)
    )

    private static let lines = """
        password passwords passwort passwd pass passphrase parola parole contrasena contraseña senha mdp motdepasse haslo
        hasło heslo salasana wachtwoord losenord lösenord geheim secret secrets topsecret mysecret mypassword mypass
        newpassword oldpassword yourpassword thepassword changeme changeit change default temp temporary test testing
        tester test123 demo sample example guest user users username userid admin admins administrator administration
        root toor superuser sysadmin system server database manager master owner operator support helpdesk service
        login logon signin signon access letmein letme enter open opensesame sesame welcome willkommen bienvenue
        bienvenido hello hallo bonjour hola ciao goodbye private public internet online network wireless computer laptop
        desktop windows linux ubuntu macintosh apple iphone android samsung google facebook twitter instagram youtube
        microsoft amazon netflix oracle cisco github gitlab docker kubernetes postgres postgresql mysql mongodb redis
        qwerty qwertz azerty qwert qwer asdf asdfg zxcv zxcvb qaz qazwsx wsx edc qweasd qweasdzxc asdzxc poiuy lkjhg
        mnbvc 1qaz 2wsx 3edc 4rfv 1q2w 1q2w3e 1q2w3e4r 1q2w3e4r5t q1w2 q1w2e3 q1w2e3r4 zaq1 xsw2 123qwe qwe123 abc123
        123abc a1b2c3 a1b2c3d4 147258 147258369 159357 159753 246810 112233 121212 123123 131313 135790 232323 696969
        420420 1337 7777 0000 1111 iloveyou iloveu loveyou loveme lovely love lover lovers forever always amor amore
        tequiero teamo jetaime iloveme trustno trustnoone nopassword nothing whatever anything something everything
        monkey dragon tiger lion eagle falcon phoenix panther wolf bear horse kitty kitten puppy butterfly dolphin
        chicken rabbit turtle spider shark cowboy cowboys ranger rangers hunter killer shadow ninja samurai pirate knight
        wizard merlin magic magical warrior gladiator spartan trojan viking legend hero superman batman spiderman ironman
        wonderwoman joker pokemon pikachu naruto starwars startrek skywalker jedi yoda vader matrix gandalf frodo hobbit
        harrypotter potter hogwarts disney mickey minnie donald snoopy scooby garfield winnie barbie princess prince
        queen king kings angel angels devil heaven jesus christ god blessed blessing faith hope grace amen bible church
        football soccer baseball basketball hockey tennis golf golfer rugby cricket cycling running swimming player
        champion champions winner victory arsenal chelsea liverpool manchester united barcelona realmadrid madrid juventus
        milan bayern dortmund lakers yankees redsox steelers packers eagles raiders patriots bulls celtics
        sunshine sunday monday tuesday wednesday thursday friday saturday weekend holiday summer winter spring autumn fall
        january february march april may june july august september october november december christmas easter birthday
        happy smile smiley funny crazy lucky cool awesome perfect beautiful pretty sweet sweety sweetheart honey baby
        babygirl babyboy darling cutie hottie sexy money cash dollar rich diamond gold golden silver platinum crystal
        flower flowers rose roses lily daisy jasmine violet purple orange yellow green blue black white red pink rainbow
        cookie chocolate candy sugar banana cherry lemon peanut pepper ginger coffee pizza cheese butter chicken
        computer music guitar piano rock metal metallica nirvana beatles eminem dance dancer party
        mustang corvette camaro ferrari porsche mercedes audi bmw toyota honda yamaha harley ducati suzuki
        london paris berlin madrid rome vienna moscow newyork boston chicago dallas houston miami texas california florida
        america england france germany italy spain brasil brazil canada mexico india china japan australia russia
        andrew anthony ashley brandon charlie daniel david george jennifer jessica jordan joseph joshua justin matthew
        michael michelle nicole patrick richard robert samantha steven thomas william alexander alexandra amanda andrea
        maria anna laura sarah martin peter stefan hannah sophie oliver harry jack james john johnny buster bailey maggie
        company business office work project team group enterprise corporate customer client account accounts accounting
        finance marketing sales security secure safety asset assets ontrackio ontrack gateway identity inventory
        correcthorsebatterystaple correct horse battery staple thisismypassword thisispassword thisismy ismy mynameis
        please letmeinplease letmeinnow pleaseletmein iamgod iamthebest iamking youarenot ihateyou ihatepasswords fuckyou fuck
        asshole bitch biteme shit sucks abcd abcde abcdef abcdefg aaaa one two three four five six seven eight nine ten
        onetwothree twenty hundred thousand million the and you your my mine for with this that
        """
}
