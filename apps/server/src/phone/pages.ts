/** What `aval phone ACTION --help` says, French first. */
const page = (synopsis: string, fr: string, en: string): string =>
  `aval phone ${synopsis}\n\n${fr}\n${en}`;

const common = `  --json         une ligne de JSON, instants en secondes depuis 1970 / one line of JSON, moments in seconds since 1970
  --server URL   origine de l'authentificateur / the authenticator's origin
                 (http://127.0.0.1:4401, ou AVAL_PORT + 1)`;

/** A page for each action. */
export const phonePages = {
  enrol: page(
    "enrol --as IDENTIFIANT --pin CODE --state FICHIER [--via desk | --via card --card CARTE.p12 | --via old-phone --old ANCIEN --old-pin CODE | --via eid-letter | --via wallet]",
    "Ajoute un téléphone au guichet du bac à sable, avec deux agents d'enregistrement. FICHIER sera ce téléphone : il ne doit pas exister ; son dossier est créé. --via card : par la carte d'« aval sandbox card », et sa page ; complet, à activer un jour plus tard. --via old-phone : par la page du téléphone ANCIEN, actif depuis plus de sept jours ; il sera à confirmer, et à activer un jour plus tard (activate). --via eid-letter : par l'identité numérique d'essai et la lettre attrapée ; à confirmer aussi, à activer trois jours plus tard. --via wallet : par le portefeuille d'identité d'« aval sandbox wallet », qui doit être ouvert ; un premier téléphone seulement.",
    "Adds a phone at the sandbox's desk, with two registrars. FICHIER will be that phone: it must not exist; its folder is made. --via card: by the card of aval sandbox card, and its page; full, activated a day later. --via old-phone: by the page of the phone ANCIEN, active for more than seven days; it will be unconfirmed, and is activated a day later (activate). --via eid-letter: by the trial digital identity and the caught letter; unconfirmed too, activated three days later. --via wallet: by the identity wallet of aval sandbox wallet, which must be open; a first phone only.",
  ),
  scan: page(
    "scan --frame TEXTE --state FICHIER",
    "Lit le code affiché (attribut data-aval-frame de la page), d'une demande ou d'un logiciel à relier : il ne vaut rien trois secondes plus tard.",
    "Reads the code on a screen (the page's attribute data-aval-frame), of a request or of software to link: it is worth nothing three seconds later.",
  ),
  digits: page(
    "digits CHIFFRES --state FICHIER",
    "Tape les chiffres qu'un écran montre, après « Utiliser des chiffres ».",
    'Types the digits that a screen shows, after "Use digits".',
  ),
  pending: page(
    "pending --state FICHIER",
    "Montre ce qui attend une réponse, et ce qui sonne.",
    "Shows what waits for an answer, and what rings.",
  ),
  bell: page(
    "bell [list | add --place POSTE --service SERVICE | remove --bell SONNERIE | refuse --reason MOTIF] --state FICHIER",
    "Les sonneries : les lister, avec celles qui peuvent être ajoutées ; en ajouter une, en retirer une ; refuser ce qui sonne. Aucun code n'est demandé.",
    "Bells: list them, with those that can be added; add one, remove one; refuse what rings. No code is asked for.",
  ),
  approve: page(
    "approve --pin CODE --state FICHIER",
    "Accepte la dernière demande lue, telle qu'elle a été montrée.",
    "Approves what was read last, as it was shown.",
  ),
  refuse: page(
    "refuse --reason not_me|on_call|mistake|other --state FICHIER",
    "Refuse la dernière demande lue. Aucun code n'est demandé.",
    "Refuses what was read last. No code is asked for.",
  ),
  activate: page(
    "activate --pin CODE --state FICHIER",
    "Active un téléphone prouvé.",
    "Activates a proven phone.",
  ),
  raise: page(
    "raise --pin CODE --state FICHIER",
    "Montre un téléphone à confirmer au guichet du bac à sable, et le confirme par son code dès que son attente est finie.",
    "Shows a phone to be confirmed at the sandbox's desk, and confirms it by its code once its wait is over.",
  ),
  block: page(
    "block --state FICHIER",
    "Bloque tout l'accès du titulaire et ferme ses sessions. Aucun code n'est demandé.",
    "Blocks the holder's whole access and closes the sessions. No code is asked for.",
  ),
  lift: page(
    "lift [--pin CODE [--on-call]] --state FICHIER",
    "Dit ce qui est arrêté et qui peut rouvrir. Avec --pin, rouvre si ce téléphone le peut. --on-call : quelqu'un au téléphone l'a demandé, rien ne se fait.",
    "Says what is stopped and who can reopen it. With --pin, reopens it if this phone can. --on-call: a caller asked for it, nothing is done.",
  ),
  history: page(
    "history [list | not-me SESSION] [--before REPÈRE] --state FICHIER",
    "Ce qui s'est passé, du plus récent au plus ancien. not-me : « Ce n'était pas moi », ferme cette session partout, sans code. --before : la page suivante, que la précédente nomme.",
    'What happened, newest first. not-me: "It was not me", closes that session everywhere, without the code. --before: the next page, as the page before it says.',
  ),
  "card-lost": page(
    "card-lost --state FICHIER",
    "Déclare la carte du titulaire perdue ou utilisée sans lui : elle n'ouvre plus rien. Aucun code n'est demandé.",
    "Reports the holder's card lost, or used without them: it opens nothing more. No code is asked for.",
  ),
  places: page(
    "places --state FICHIER",
    "Liste les postes du titulaire : les navigateurs où il travaille.",
    "Lists the holder's places: the browsers they work at.",
  ),
  "place-make": page(
    "place-make --approval DEMANDE [--people alone|several] [--on-call] --state FICHIER",
    "« Je travaille ici », après une demande acceptée par scan. Demandé une fois, redit trente secondes plus tard, fait le poste. --on-call : quelqu'un au téléphone l'a demandé, rien ne se fait.",
    '"I work here", after a request approved by a scan. Asked once, said again thirty seconds later, it makes the place. --on-call: a caller asked for it, nothing is made.',
  ),
  "place-confirm": page(
    "place-confirm --place POSTE --pin CODE --state FICHIER",
    "« Oui, j'y travaille » : le poste donne des droits à partir de là.",
    '"Yes, I work there": from then on the place gives rights.',
  ),
  "place-end": page(
    "place-end --place POSTE --state FICHIER",
    "Retire un poste et ferme ce qui y est ouvert. Aucun code n'est demandé.",
    "Ends a place and closes what is open there. No code is asked for.",
  ),
  announce: page(
    "announce --place POSTE --as IDENTIFIANT --from AAAA-MM-JJ --until AAAA-MM-JJ --pin CODE --state FICHIER",
    "Annonce un remplaçant sur un poste confirmé, du premier au dernier jour compris, trente au plus, trois personnes à la fois. Les deux sont prévenus.",
    "Announces a locum at a confirmed place, from the first day to the end of the last, thirty at most, three people at a time. Both are told.",
  ),
  "announce-end": page(
    "announce-end --locum REMPLAÇANT --state FICHIER",
    "Retire un remplaçant et ferme ce qui lui est ouvert sur ce poste. Aucun code n'est demandé.",
    "Ends a locum's announcement and closes what is open for them there. No code is asked for.",
  ),
  software: page(
    "software [list | remove CLIENT|INSTALLATION] --state FICHIER",
    "Liste les logiciels du titulaire et ceux du registre ; ou en retire un, ou une seule installation, et ferme ce qu'il a ouvert, sans code.",
    "Lists the holder's software and the registry's; or removes one, or a single installation, and closes what it opened, without the code.",
  ),
  link: page(
    "link --pin CODE | --on-call --state FICHIER",
    "« Ajouter ce logiciel ? », celui qui a été scanné en dernier, trente secondes après. --on-call : quelqu'un au téléphone l'a demandé, rien ne se fait.",
    '"Add this software?", the one scanned last, thirty seconds later. --on-call: a caller asked for it, nothing is done.',
  ),
  "add-software": page(
    "add-software CLIENT --pin CODE --state FICHIER",
    "« Ajouter mon logiciel » : ses demandes se cherchent à partir du lendemain. Personne au téléphone ne doit vous le demander.",
    '"Add my software": its requests can be searched for from the next day. Nobody on the telephone may ask you to.',
  ),
  search: page(
    "search NN [--elsewhere] --state FICHIER",
    "« Chercher une demande » : NN, les deux chiffres que le logiciel montre. --elsewhere : « Autre lieu », un réseau nouveau.",
    '"Find a request": NN, the two figures that the software shows. --elsewhere: "Another place", a new network.',
  ),
  listen: page(
    "listen --pin CODE --state FICHIER",
    "Accepte chaque ligne lue sur l'entrée standard, code affiché ou chiffres, et dit ce qu'elle est devenue : des phrases, ou avec --json une ligne de JSON chacune.",
    "Approves each line of standard input, frame or digits, and says what became of it: sentences, or with --json a line of JSON each.",
  ),
};

/** What `aval phone --help` says. */
export const phoneUsage = `aval phone ACTION --state FICHIER [options]

  enrol --as IDENTIFIANT --pin CODE  nouveau téléphone / new phone
        [--via desk|card|old-phone|eid-letter|wallet]  au guichet, sauf autre voie / at the desk, unless another way
  scan --frame TEXTE       lire le code à l'écran / read the frame on a screen
  digits CHIFFRES          taper les chiffres de l'écran / type the screen's digits
  pending                  ce qui attend une réponse, ce qui sonne / what waits for an answer, what rings
  bell add|list|remove|refuse  les sonneries, sans code / bells, without the code
  approve --pin CODE       accepter la demande lue / approve what was read
  refuse --reason MOTIF    refuser : not_me, on_call, mistake, other / refuse
  activate --pin CODE      activer un téléphone prouvé / activate a proven phone
  raise --pin CODE         confirmer un téléphone au guichet / confirm a phone at the desk
  block                    tout bloquer, sans code / block everything, without the code
  lift [--pin CODE]        ce qui est arrêté, qui peut rouvrir ; rouvrir / what is stopped, who can reopen it; reopen
  history [not-me SESSION] ce qui s'est passé ; « Ce n'était pas moi », sans code / what happened; "It was not me", without the code
  card-lost                carte perdue, sans code / card lost, without the code
  places                   les postes / the places
  place-make --approval D  « Je travaille ici », puis redit après trente secondes / "I work here", said again after thirty seconds
  place-confirm --place P --pin CODE  « Oui, j'y travaille » / "Yes, I work there"
  place-end --place P      retirer un poste, sans code / end a place, without the code
  announce --place P --as IDENTIFIANT --from JOUR --until JOUR --pin CODE  annoncer un remplaçant / announce a locum
  announce-end --locum R   retirer un remplaçant, sans code / end a locum, without the code
  link --pin CODE|--on-call  relier le logiciel scanné, après trente secondes / link the software scanned, after thirty seconds
  software [list | remove CLIENT]  les logiciels, en retirer un / the software, remove one
  add-software CLIENT --pin CODE  ajouter son logiciel, pour demain / add one's software, for tomorrow
  search NN [--elsewhere]  chercher la demande d'un logiciel / find a software's request
  listen --pin CODE        accepter chaque code ou chiffres lus sur l'entrée standard / approve each line of standard input

${common}`;
