/**
 * Every refusal: its HTTP status, what the person reads (French first), and what support does. The page
 * `docs/errors.md` is generated from here. A refusal without a row does not compile where it is answered.
 *
 * What strangers may learn is decided in each module's `routes.ts`: several inner refusals may leave as one.
 */
export type ErrorRow = {
  readonly status: number;
  readonly fr: string;
  readonly en: string;
  /** What support tells or does, in French: support reads French. */
  readonly support: string;
};

export const errors = {
  invalid_request: {
    status: 400,
    fr: "La demande est mal formée.",
    en: "The request is malformed.",
    support:
      "Demander la référence et transmettre à l'éditeur : la requête ne respecte pas le contrat.",
  },
  invalid_message: {
    status: 400,
    fr: "Le message du téléphone n'a pas pu être lu. Fermez l'application et recommencez.",
    en: "The phone's message could not be read. Close the app and try again.",
    support: "Vérifier que l'application est à jour.",
  },
  too_large: {
    status: 413,
    fr: "La demande est trop grande.",
    en: "The request is too large.",
    support: "Aucune action : la requête dépasse la taille permise.",
  },
  not_found: {
    status: 404,
    fr: "Cette page ou cette demande n'existe pas.",
    en: "There is no such page or request.",
    support: "Vérifier l'adresse.",
  },
  method_not_allowed: {
    status: 405,
    fr: "Cette adresse ne répond pas à cette méthode.",
    en: "This address does not answer that method.",
    support: "Transmettre à l'éditeur.",
  },
  unsupported_media_type: {
    status: 415,
    fr: "Le format de la demande n'est pas accepté.",
    en: "The format of the request is not accepted.",
    support: "Transmettre à l'éditeur.",
  },
  wrong_host: {
    status: 421,
    fr: "Cette adresse n'est pas celle du service.",
    en: "This is not the address of the service.",
    support:
      "Faire ouvrir l'adresse officielle ; si elle est bien saisie, prévenir l'exploitation.",
  },
  wrong_origin: {
    status: 403,
    fr: "Cette demande ne vient pas de nos pages.",
    en: "This request does not come from our pages.",
    support: "Si la personne a suivi un lien, lui dire d'ouvrir l'adresse elle-même.",
  },
  card_absent: {
    status: 401,
    fr: "Aucune carte n'a été lue.",
    en: "No card was read.",
    support:
      "Vérifier le lecteur et la carte ; le navigateur ne redemande la carte qu'une fois toutes ses fenêtres fermées.",
  },
  card_foreign: {
    status: 403,
    fr: "Cette carte n'est pas une carte de professionnel acceptée ici.",
    en: "This is not a professional's card that is accepted here.",
    support: "Faire choisir la carte CPS (certificat d'authentification) et non une autre.",
  },
  card_expired: {
    status: 403,
    fr: "La date de validité de cette carte est passée.",
    en: "This card is past its date.",
    support: "Orienter vers le renouvellement de la carte ; proposer le téléphone.",
  },
  card_revoked: {
    status: 403,
    fr: "L'organisme qui a émis cette carte l'a annulée.",
    en: "The body that issued this card has cancelled it.",
    support: "Vérifier si une nouvelle carte a été reçue ; proposer le téléphone.",
  },
  card_unverifiable: {
    status: 503,
    fr: "Aval ne peut pas vérifier cette carte pour l'instant.",
    en: "Aval cannot check this card for now.",
    support: "Prévenir l'exploitation : les listes de révocation ne sont plus à jour.",
  },
  card_opens_nothing: {
    status: 403,
    fr: "Aval ne trouve pas d'accès pour cette carte.",
    en: "Aval finds no access for this card.",
    support:
      "Vérifier dans l'annuaire que la personne est active, et si elle a déclaré sa carte perdue : seule une carte plus récente ouvre alors.",
  },
  card_report_refused: {
    status: 403,
    fr: "Ce téléphone ne peut pas déclarer votre carte. Appelez l'organisme qui l'a émise.",
    en: "This phone cannot report your card. Call the body that issued it.",
    support:
      "Le téléphone est limité ou n'est plus actif : orienter vers l'opposition chez l'émetteur de la carte.",
  },
  card_page_expired: {
    status: 410,
    fr: "Ce passage par la carte n'est plus valable.",
    en: "This visit to the card's page is no longer valid.",
    support: "Faire recommencer depuis la page de connexion : dix secondes entre la carte et elle.",
  },
  staff_signed_out: {
    status: 401,
    fr: "Votre session est terminée ou verrouillée. Signez de nouveau avec votre clé.",
    en: "Your session is over or locked. Sign again with your key.",
    support: "Une session de la console dure huit heures, et se verrouille après quinze minutes.",
  },
  staff_refused: {
    status: 403,
    fr: "Cette clé n'ouvre pas la console.",
    en: "This key does not open the console.",
    support:
      "Vérifier avec aval staff list que la personne est active et a une clé ; l'adresse doit être celle de la console.",
  },
  staff_may_not: {
    status: 403,
    fr: "Votre rôle ne permet pas cet acte.",
    en: "Your role does not allow this act.",
    support: "Voir la table des rôles (docs/decisions/0033).",
  },
  staff_link_over: {
    status: 410,
    fr: "Ce lien n'est plus valable. Demandez-en un autre à l'exploitation.",
    en: "This link is no longer valid. Ask operations for another one.",
    support: "Un lien vaut quinze minutes et une clé : aval staff invite en fait un autre.",
  },
  staff_nothing_proposed: {
    status: 404,
    fr: "Cette personne n'a pas de clé qui attend. Demandez un autre lien.",
    en: "No key of this person is waiting. Make another link.",
    support:
      "Une clé attend quinze minutes, et une seule fois : aval staff invite fait un autre lien.",
  },
  staff_two_people: {
    status: 409,
    fr: "Il faut deux personnes de l'exploitation, chacune avec sa clé, dans la console.",
    en: "It takes two operators, each with their own key, in the console.",
    support:
      "Dès que deux personnes de l'exploitation ont une clé, elles font entrer les suivantes : rubrique Équipe (docs/decisions/0056).",
  },
  staff_words_differ: {
    status: 409,
    fr: "Ce ne sont pas ses mots : la clé proposée est écartée. N'acceptez rien par téléphone.",
    en: "These are not its words: the proposed key is over. Accept nothing by telephone.",
    support:
      "Quelqu'un d'autre a peut-être ouvert le lien. Refaire un lien avec aval staff invite, la personne étant présente.",
  },
  staff_key_not_made: {
    status: 400,
    fr: "Cette clé n'a pas pu être ajoutée. Essayez-en une autre.",
    en: "This key could not be added. Try another one.",
    support: "La clé est peut-être déjà celle d'un membre de l'équipe.",
  },
  staff_key_not_hardware: {
    status: 403,
    fr: "Rien ne prouve que cette clé est matérielle. Prenez une clé de sécurité acceptée ici.",
    en: "Nothing proves that hardware holds this key. Take a security key that is accepted here.",
    support: "Le modèle de clé manque dans AVAL_PASSKEY_METADATA_FILE.",
  },
  desk_visit_over: {
    status: 409,
    fr: "Cette visite au guichet est terminée. Recommencez-en une.",
    en: "This visit to the desk is over. Begin another one.",
    support:
      "La seconde signature se fait dans les trente minutes, par une autre personne, une seule fois.",
  },
  contact_unreadable: {
    status: 422,
    fr: "Ce n'est pas une adresse ou un numéro que nous savons lire.",
    en: "This is no address or number that we can read.",
    support:
      "Un numéro français à dix chiffres ou international avec +, ou une adresse de messagerie.",
  },
  contact_request_open: {
    status: 409,
    fr: "Un changement attend déjà pour cette coordonnée. Confirmez-le ou écartez-le d'abord.",
    en: "A change of this contact already waits. Confirm it or set it aside first.",
    support: "Il est dans la liste « À confirmer » de la console.",
  },
  contact_changed_meanwhile: {
    status: 409,
    fr: "Cette coordonnée a changé depuis la demande. Demandez à nouveau.",
    en: "This contact has changed since it was asked for. Ask again.",
    support: "Un import, ou deux autres personnes, l'ont changée entre-temps.",
  },
  contact_request_over: {
    status: 409,
    fr: "Cette demande n'attend plus. Rien n'a été changé par vous.",
    en: "This request no longer waits. You changed nothing.",
    support: "Confirmée ou écartée par quelqu'un d'autre, ou vieille de plus de quatorze jours.",
  },
  contact_phone_too_young: {
    status: 403,
    fr: "Ce téléphone est trop récent, ou à confirmer. Prenez-en un ajouté depuis plus de sept jours, ou demandez à votre Ordre.",
    en: "This phone is too new, or to be confirmed. Use one added more than seven days ago, or ask your Order.",
    support:
      "Un téléphone à confirmer, ou de moins de sept jours, ne demande aucun changement de coordonnées. L'Ordre le peut, à deux.",
  },
  contact_not_ready: {
    status: 409,
    fr: "Il fallait attendre une demi-minute, et pas plus de dix. Recommencez.",
    en: "It took half a minute of waiting, and no more than ten. Begin again.",
    support: "La demande n'est pas partie. Recommencer depuis « Elles ont changé ».",
  },
  contact_key_refused: {
    status: 401,
    fr: "Cette clé d'autorité n'est pas connue, ou n'est plus valable.",
    en: "This authority's key is not known, or no longer valid.",
    support: "aval contacts key list montre les clés ; une clé perdue se remplace.",
  },
  contact_reference_taken: {
    status: 409,
    fr: "Cette référence a déjà servi pour un autre changement.",
    en: "This reference already stands for another change.",
    support: "Le programme doit donner une référence nouvelle à chaque changement.",
  },
  contact_two_people: {
    status: 403,
    fr: "Une autre personne que celle qui a demandé doit confirmer.",
    en: "Somebody other than whoever asked must confirm.",
    support: "Deux personnes de l'autorité, chacune avec sa clé.",
  },
  import_two_people: {
    status: 403,
    fr: "Vous avez déjà signé ce fichier. Il faut la clé d'une autre personne.",
    en: "You have signed this file already. It takes another person's key.",
    support: "Deux personnes de l'exploitation, chacune avec sa clé (docs/directory.md).",
  },
  contact_other_authority: {
    status: 403,
    fr: "Une personne de l'autorité qui a demandé doit confirmer.",
    en: "Somebody of the authority that asked must confirm.",
    support: "Deux personnes de la même autorité : une autre ne connaît pas ce registre.",
  },
  freeze_two_people: {
    status: 403,
    fr: "Une autre personne doit signer : ni celle qui a signé déjà, ni celle qui a gelé.",
    en: "Somebody else must sign: neither whoever signed already, nor whoever froze.",
    support:
      "Deux analystes lèvent un gel, chacun avec sa clé, le second dans les vingt-quatre heures.",
  },
  case_taken: {
    status: 409,
    fr: "Quelqu'un d'autre suit ce dossier.",
    en: "Somebody else has this case.",
    support:
      "Le nom de son analyste est sur le dossier ; lui demander de le rendre ou de le passer.",
  },
  case_not_yours: {
    status: 403,
    fr: "Prenez d'abord ce dossier : seul son analyste peut le faire.",
    en: "Take this case first: only its analyst can do that.",
    support: "Prendre le dossier, ou demander à son analyste.",
  },
  case_moved: {
    status: 409,
    fr: "Ce dossier a changé entre-temps. Regardez-le de nouveau.",
    en: "This case has changed meanwhile. Look at it again.",
    support: "Recharger la page : il a été clos, repris ou réuni à un autre.",
  },
  view_too_many: {
    status: 409,
    fr: "Vous gardez déjà vingt vues. Retirez-en une d'abord.",
    en: "You already keep twenty views. Remove one first.",
    support:
      "Chacun garde vingt filtres nommés. L'adresse d'une liste filtrée peut aussi se garder.",
  },
  report_too_many: {
    status: 429,
    fr: "Trop de signalements pour aujourd'hui. Appelez l'équipe d'analyse.",
    en: "Too many reports for today. Call the analysts.",
    support:
      "La limite protège chaque personne. Prendre les noms par téléphone, et ouvrir un dossier.",
  },
  report_list: {
    status: 422,
    fr: "Cette liste ne peut pas être lue, ou elle a changé. Vérifiez-la de nouveau.",
    en: "This list cannot be read, or it changed. Check it again.",
    support: "200 lignes au plus : identifiant, motif, et le jour s'il est connu.",
  },
  report_day: {
    status: 422,
    fr: "Ce jour n'est pas valable. Donnez un jour passé, de moins de trois ans.",
    en: "This day is not valid. Give a past day, of the last three years.",
    support: "Laisser le jour vide s'il n'est pas connu.",
  },
  campaign_text: {
    status: 422,
    fr: "Un texte ne peut pas être envoyé. Regardez l'aperçu.",
    en: "A text cannot be sent. Look at the preview.",
    support: "Ni chiffres à dicter, ni adresse, ni numéro : l'aperçu dit lequel et pourquoi.",
  },
  campaign_channel: {
    status: 422,
    fr: "Ce canal n'existe pas ici. Choisissez-en un autre.",
    en: "There is no such channel here. Choose another one.",
    support: "Le courrier ou les SMS ne sont pas réglés sur ce déploiement.",
  },
  campaign_nobody: {
    status: 422,
    fr: "Ce segment ne compte personne. Élargissez-le.",
    en: "Nobody is in this segment. Widen it.",
    support: "Les critères s'ajoutent l'un à l'autre, dans le ressort du membre.",
  },
  campaign_changed: {
    status: 409,
    fr: "Le segment ou les textes ont changé. Regardez l'aperçu de nouveau.",
    en: "The segment or the texts have changed. Look at the preview again.",
    support: "L'annuaire a changé depuis l'aperçu : la campagne est à redemander.",
  },
  campaign_two_people: {
    status: 403,
    fr: "Vous avez demandé cette campagne : quelqu'un d'autre la signe.",
    en: "You asked for this campaign: somebody else signs it.",
    support: "Une autre personne du même ressort ouvre Campagnes et signe avec sa clé.",
  },
  campaign_over: {
    status: 409,
    fr: "Cette campagne a déjà commencé, fini ou expiré.",
    en: "This campaign has begun, ended or expired already.",
    support: "Recharger la page Campagnes.",
  },
  campaign_too_many: {
    status: 429,
    fr: "C'est trop pour aujourd'hui. Reprenez plus tard.",
    en: "This is too much for today. Go on later.",
    support: "Dix campagnes par jour et par membre, et cent vingt aperçus par heure.",
  },
  measure_list: {
    status: 409,
    fr: "Cette liste n'est plus celle du dossier. Regardez-la de nouveau.",
    en: "This list is no longer the case's. Look at it again.",
    support:
      "Des alertes ont été séparées ou réunies entre-temps : refaire l'aperçu, puis la mesure.",
  },
  measure_two_people: {
    status: 403,
    fr: "Vous avez demandé cette mesure : quelqu'un d'autre la signe.",
    en: "You asked for this measure: somebody else signs it.",
    support: "Un autre analyste ouvre le dossier, lit la liste et la signe avec sa clé.",
  },
  measure_over: {
    status: 409,
    fr: "Cette mesure n'attend plus : elle a changé, expiré ou déjà commencé.",
    en: "This measure waits no more: it has changed, expired or begun already.",
    support:
      "Recharger le dossier ; si rien n'a été fait, redemander la mesure sur la liste actuelle.",
  },
  window_span: {
    status: 400,
    fr: "Cette période ne va pas : elle commence avant sa fin, dans les douze derniers mois.",
    en: "This period cannot be: it begins before its end, within the last twelve months.",
    support: "Reprendre la première et la dernière heure douteuses de la chronologie.",
  },
  window_nobody: {
    status: 409,
    fr: "Cette personne n'avait de session dans aucun service pendant cette période.",
    en: "This person had a session in no service during that period.",
    support:
      "Élargir la période, ou vérifier dans la chronologie quand les sessions étaient ouvertes.",
  },
  window_not_found: {
    status: 404,
    fr: "Ce service n'a pas été prévenu d'une telle période.",
    en: "This service was told of no such period.",
    support: "Pour l'éditeur : l'adresse de réponse est dans le signal reçu (docs/signals.md).",
  },
  window_answered: {
    status: 409,
    fr: "Ce service a déjà répondu autre chose pour cette période.",
    en: "This service has already answered otherwise for that period.",
    support:
      "Pour l'éditeur : une réponse ne se change pas ; écrire à l'analyste qui suit le dossier.",
  },
  complaint_over: {
    status: 409,
    fr: "Ce dossier de plainte n'est plus à signer ni à prendre. Demandez-le de nouveau.",
    en: "This complaint file is no longer to be signed or taken. Ask for it again.",
    support:
      "Signé sous huit heures, pris sous 24 heures, tant que le cas et les deux analystes restent.",
  },
  erasure_list: {
    status: 409,
    fr: "Ces faits ne sont plus tous à effacer. Choisissez de nouveau.",
    en: "These facts are no longer all there to erase. Choose again.",
    support: "Un fait était déjà effacé, ou il reste toujours : clés de téléphone, effacements.",
  },
  erasure_held: {
    status: 409,
    fr: "Un dossier, un gel ou une plainte retient ces faits. Rien n'est effacé.",
    en: "A case, a freeze or a complaint holds these facts. Nothing is erased.",
    support:
      "Clore le dossier ou lever le gel d'abord ; un dossier de plainte retient six ans. Réessayer après une minute.",
  },
  erasure_two_people: {
    status: 403,
    fr: "Une autre personne doit signer cet effacement.",
    en: "Another person must sign this erasure.",
    support: "Un opérateur ou un auditeur, avec sa propre clé.",
  },
  erasure_over: {
    status: 409,
    fr: "Cet effacement n'est plus à signer. Demandez-le de nouveau.",
    en: "This erasure is no longer to be signed. Ask for it again.",
    support: "Signé sous 72 heures, tant que les deux personnes en ont le droit.",
  },
  measure_too_many: {
    status: 429,
    fr: "Cette personne a déjà eu trop de mesures aujourd'hui.",
    en: "Too many measures have reached this person today.",
    support:
      "Au-delà, geler l'accès, ou appeler la personne : une mesure de plus n'arrête rien de plus.",
  },
  call_no_number: {
    status: 409,
    fr: "Cette personne n'a aucun numéro de confiance. Passez par son Ordre.",
    en: "This person has no trusted number. Go through their Order.",
    support:
      "Un numéro compte après trente jours. Ne jamais appeler un numéro donné par quelqu'un.",
  },
  call_going_on: {
    status: 409,
    fr: "Quelqu'un appelle déjà cette personne.",
    en: "Somebody is calling this person already.",
    support: "La page Appels dit qui. Un appel annoncé s'éteint seul après dix minutes.",
  },
  call_too_many: {
    status: 429,
    fr: "Trop d'appels aujourd'hui. Reprenez demain, ou écrivez.",
    en: "Too many calls today. Go on tomorrow, or write.",
    support: "Chaque appel bloque les ajouts de la personne : le nombre par jour est limité.",
  },
  call_over: {
    status: 409,
    fr: "Cet appel est fini. Annoncez-en un autre.",
    en: "This call is over. Announce another one.",
    support: "Un appel annoncé attend dix minutes ; ouvert, il dure une heure au plus.",
  },
  call_failed: {
    status: 502,
    fr: "L'appel n'est pas parti. Annoncez-en un autre.",
    en: "The call was not placed. Announce another one.",
    support: "Le standard n'a pas répondu. Prévenir l'exploitant s'il ne répond toujours pas.",
  },
  callback_waits: {
    status: 409,
    fr: "Une demande de rappel attend déjà.",
    en: "A request to be called back waits already.",
    support: "Une demande à la fois. Elle attend un jour, dans Appels ; son titulaire la retire.",
  },
  callback_too_many: {
    status: 429,
    fr: "Vous avez assez demandé pour aujourd'hui. Reprenez demain.",
    en: "You have asked often enough for today. Go on tomorrow.",
    support: "Trois rappels demandés par jour. Un dossier ouvert permet toujours de rappeler.",
  },
  callback_no_number: {
    status: 409,
    fr: "Nous n'avons aucun numéro sûr où vous rappeler. Passez par votre Ordre.",
    en: "We have no safe number to call you back on. Go through your Order.",
    support:
      "Un numéro compte après trente jours. Ne jamais rappeler un numéro donné par quelqu'un.",
  },
  callback_gone: {
    status: 409,
    fr: "Cette demande de rappel n'attend plus : prise, retirée ou finie.",
    en: "This request waits no more: taken, withdrawn or over.",
    support: "Un seul agent prend une demande. Elle revient s'il n'appelle pas en trente minutes.",
  },
  caller_held: {
    status: 409,
    fr: "Une telle pause tient déjà, ou a tenu aujourd'hui. Passez le dossier à un analyste.",
    en: "Such a pause holds already, or held today. Hand the case to an analyst.",
    support: "Une seule pause par jour pour un appelant non vérifié : un analyste peut faire plus.",
  },
  check_waits: {
    status: 409,
    fr: "Cette personne est déjà interrogée sur son téléphone.",
    en: "This person is being asked on their phone already.",
    support: "Une question à la fois, cinq minutes. Elle finit d'elle-même.",
  },
  check_too_many: {
    status: 429,
    fr: "Assez de questions pour aujourd'hui. Passez le dossier à un analyste.",
    en: "Enough questions for today. Hand the case to an analyst.",
    support: "Quatre par personne et par jour. Un doute qui revient est l'affaire d'un analyste.",
  },
  check_over: {
    status: 409,
    fr: "Cette question n'attend plus : répondue, finie, ou l'appel a cessé.",
    en: "This question waits no more: answered, over, or the call ended.",
    support: "Une réponse vaut une fois, dix minutes, pour cet appel. Demander de nouveau.",
  },
  call_holds: {
    status: 403,
    fr: "Un appel a lieu, ou vient d'avoir lieu : rien ne s'ajoute encore.",
    en: "A call is taking place, or just did: nothing is added yet.",
    support: "Attendre l'heure que l'écran indique. Personne ne peut la raccourcir.",
  },
  call_lasts: {
    status: 403,
    fr: "Un appel est en cours : rien ne s'ouvre ailleurs que chez vous.",
    en: "A call is going on: nothing opens but at your own places.",
    support: "La limite tombe une heure après l'appel, deux heures au plus. Rien ne la lève.",
  },
  case_split_all: {
    status: 400,
    fr: "Choisissez une partie des alertes : il doit en rester une.",
    en: "Choose some of the alerts: one has to stay.",
    support: "Séparer un dossier laisse au moins une alerte de chaque côté.",
  },
  desk_too_many: {
    status: 429,
    fr: "Vous avez atteint votre nombre de la journée. Un collègue peut continuer.",
    en: "You have reached your number for the day. A colleague can go on.",
    support:
      "Le plafond d'un agent de guichet (lifetimes.ts) ; vérifier d'abord pourquoi il est atteint.",
  },
  staff_unknown: {
    status: 404,
    fr: "Personne d'actif ne porte cet identifiant dans l'équipe.",
    en: "Nobody active has this id in the staff.",
    support: "aval staff list montre l'équipe.",
  },
  passkey_not_possible: {
    status: 403,
    fr: "Cette clé s'ajoute en scannant, avec un téléphone qui a tous ses droits.",
    en: "This key is added by scanning, with a phone that has full rights.",
    support: "Le téléphone est limité : une carte ou un guichet lui donne tous ses droits.",
  },
  passkey_not_your_place: {
    status: 403,
    fr: "Une clé s'ajoute sur un de vos postes confirmés. Cet ordinateur n'en est pas un.",
    en: "A key is added on a place of yours that you confirmed. This computer is not one.",
    support:
      "Quelqu'un au téléphone demandait peut-être cette clé. Sinon : faire de cet ordinateur un poste (un scan, puis « Oui, j'y travaille » le lendemain, ou la carte).",
  },
  passkey_shared_place: {
    status: 403,
    fr: "Ce poste est partagé. Prenez une clé de sécurité, qui part avec vous.",
    en: "This place is shared. Take a security key, which leaves with you.",
    support: "Sur un poste partagé, seule une clé de sécurité reconnue peut être ajoutée.",
  },
  passkey_not_made: {
    status: 409,
    fr: "La clé n'a pas pu être ajoutée. Recommencez, ou prenez une autre clé.",
    en: "The key could not be added. Start again, or take another key.",
    support:
      "Vérifier que la clé demande un code ou une empreinte, et qu'elle n'est pas déjà ajoutée.",
  },
  passkey_refused: {
    status: 403,
    fr: "Cette clé n'ouvre rien ici. Une clé ajoutée depuis moins d'un jour n'ouvre pas encore.",
    en: "This key opens nothing here. A key added less than a day ago opens nothing yet.",
    support:
      "Vérifier dans Mes clés que la clé est là et que son jour d'attente est passé ; proposer le téléphone ou la carte.",
  },
  phone_key_not_possible: {
    status: 403,
    fr: "Une clé de sécurité s'ajoute depuis un téléphone qui a tous ses droits.",
    en: "A security key is added from a phone that has full rights.",
    support: "Le téléphone est limité : une carte ou un guichet lui donne tous ses droits.",
  },
  enrolment_key_refused: {
    status: 403,
    fr: "Cette clé ne sert pas ici. Une clé ajoutée depuis moins d'un jour ne sert pas encore.",
    en: "This key does not serve here. A key added less than a day ago does not serve yet.",
    support:
      "La clé doit avoir été ajoutée sur un téléphone de la même personne (Réglages, Un deuxième moyen), depuis plus d'un jour. L'ajout continue sans elle.",
  },
  own_key_refused: {
    status: 403,
    fr: "Ce téléphone n'a pas la clé qu'il faut. Elle se crée sur lui, un jour au moins avant l'effacement.",
    en: "This phone does not have the key it takes. It is made on it, at least a day before it forgets.",
    support:
      "La clé d'accès (Réglages, Un deuxième moyen) n'a pas été ajoutée sur ce téléphone avant l'effacement, ou elle a été retirée. Proposer la carte, un autre téléphone, ou un guichet.",
  },
  enrolment_key_synced: {
    status: 403,
    fr: "Cette clé peut être copiée dans un compte : elle ne prouve rien de plus ici.",
    en: "This key can be copied into an account: it proves nothing more here.",
    support: "L'ajout continue sans elle ; le téléphone sera « à confirmer ».",
  },
  passkey_not_found: {
    status: 404,
    fr: "Cette clé n'est pas ou n'est plus à vous.",
    en: "This key is not, or no longer, yours.",
    support: "Aucune action : la clé est déjà retirée, ou ce téléphone est limité.",
  },
  clock_skew: {
    status: 401,
    fr: "L'heure du téléphone est fausse. Elle a été corrigée, recommencez.",
    en: "The phone's clock was wrong. It has been set, try again.",
    support: "Demander de régler l'heure du téléphone en automatique.",
  },
  replayed: {
    status: 409,
    fr: "Ce message a déjà été reçu.",
    en: "This message was already received.",
    support: "Aucune action ; si cela se répète, ouvrir un dossier.",
  },
  unknown_device: {
    status: 401,
    fr: "Ce téléphone n'est pas reconnu. Il faut l'ajouter de nouveau.",
    en: "This phone is not recognised. It has to be added again.",
    support:
      "Vérifier la liste des téléphones de la personne, puis proposer l'enrôlement au guichet.",
  },
  device_not_active: {
    status: 403,
    fr: "Ce téléphone n'est pas actif.",
    en: "This phone is not active.",
    support: "Regarder l'état du téléphone : en attente, suspendu ou retiré.",
  },
  code_renewal_not_due: {
    status: 409,
    fr: "Ce téléphone garde son code et sa clé : rien n'était à renouveler.",
    en: "This phone keeps its code and its key: nothing was due to be renewed.",
    support: "Rien à faire : le téléphone le redemandera quand sa clé aura un an.",
  },
  pin_disabled: {
    status: 403,
    fr: "Trop de codes faux : ce téléphone est désactivé. Adressez-vous au guichet.",
    en: "Too many wrong codes: this phone is disabled. Go to an enrolment desk.",
    support:
      "Le téléphone est désactivé pour de bon. Nouvel enrôlement au guichet ou avec un autre moyen.",
  },
  pin_wait: {
    status: 429,
    fr: "Attendez avant d'essayer encore.",
    en: "Wait before you try again.",
    support: "Le délai augmente après chaque code faux. Rien à faire que d'attendre.",
  },
  pin_unavailable: {
    status: 503,
    fr: "La vérification du code ne répond pas. Votre code n'est pas en cause et rien n'est perdu : réessayez dans un instant.",
    en: "The code check does not answer. Your code is not at fault and nothing is lost: try again in a moment.",
    support: "Prévenir l'exploitation : service PIN arrêté.",
  },
  pin_unknown_key: {
    status: 404,
    fr: "Ce téléphone n'a pas de code. Il faut l'ajouter de nouveau.",
    en: "This phone has no code. It has to be added again.",
    support: "Nouvel enrôlement.",
  },
  pin_already_set: {
    status: 409,
    fr: "Ce téléphone a déjà un code.",
    en: "This phone already has a code.",
    support: "Aucune action.",
  },
  wrong_code: {
    status: 403,
    fr: "Code incorrect.",
    en: "Wrong code.",
    support: "Indiquer qu'après dix codes faux le téléphone est désactivé.",
  },
  frame_refused: {
    status: 410,
    fr: "Ce code à l'écran n'est plus valable. Scannez celui qui s'affiche maintenant.",
    en: "That code on the screen is no longer valid. Scan the one shown now.",
    support: "Faire scanner l'écran lui-même, jamais une photo ni un envoi.",
  },
  entry_refused: {
    status: 410,
    fr: "Cette entrée ne vaut plus rien : elle sert une fois, tout de suite. Personne n'est entré. Recommencez depuis le service.",
    en: "This way in is worth nothing any more: it serves once, at once. Nobody got in. Start again from the service.",
    support:
      "Faire rouvrir le service dans le navigateur du téléphone. Un lien reçu n'ouvre rien : demander d'où il vient.",
  },
  return_refused: {
    status: 410,
    fr: "Ce retour ne vaut plus rien ici : il sert une fois, en dix secondes, dans le navigateur qui a demandé. Personne n'est entré.",
    en: "This way back is worth nothing here: it serves once, within ten seconds, in the browser that asked. Nobody got in.",
    support:
      "Faire recommencer depuis le service, dans un seul navigateur du téléphone ; sinon les chiffres. Demander si quelqu'un guidait la personne.",
  },
  already_claimed: {
    status: 409,
    fr: "Un autre téléphone a lu la même demande. Elle est annulée. Recommencez à l'écran.",
    en: "Another phone read the same request. It is cancelled. Start again on the screen.",
    support: "Si la personne n'a qu'un téléphone, ouvrir un dossier : l'écran a pu être relayé.",
  },
  claimed_here: {
    status: 409,
    fr: "Vous avez déjà scanné cette demande. Elle attend votre réponse.",
    en: "You have already scanned this request. It waits for your answer.",
    support: "Faire ouvrir la demande en attente sur le téléphone.",
  },
  two_at_once: {
    status: 409,
    fr: "Deux demandes en même temps depuis deux ordinateurs. Les deux sont annulées. Recommencez sur le vôtre.",
    en: "Two requests at the same time from two computers. Both are cancelled. Start again on yours.",
    support: "Ouvrir un dossier si la personne n'a ouvert qu'une page.",
  },
  unknown_digits: {
    status: 404,
    fr: "Aucun écran n'affiche ces chiffres. Regardez-les de nouveau.",
    en: "No screen shows these digits. Look at them again.",
    support: "Faire relire les chiffres à l'écran. Personne ne doit les dicter.",
  },
  digits_exhausted: {
    status: 429,
    fr: "Trop d'essais de chiffres. Scannez le code à l'écran.",
    en: "Too many tries with digits. Scan the code on the screen.",
    support: "Les chiffres reviennent dans quinze minutes ; le scan marche.",
  },
  approval_not_found: {
    status: 404,
    fr: "Cette demande n'existe plus.",
    en: "This request no longer exists.",
    support: "Faire recommencer depuis l'écran.",
  },
  approval_expired: {
    status: 410,
    fr: "La demande a expiré. Rien n'est perdu : recommencez à l'écran.",
    en: "The request has expired. Nothing is lost: start again on the screen.",
    support: "Faire recommencer.",
  },
  already_decided: {
    status: 409,
    fr: "Cette demande a déjà reçu sa réponse.",
    en: "This request has already been decided.",
    support: "Regarder l'historique.",
  },
  refusal_settled: {
    status: 409,
    fr: "Votre refus est gardé tel quel : le temps pour le préciser est passé.",
    en: "Your refusal is kept as it is: the time to explain it has passed.",
    support: "Regarder l'historique ; rien à faire, la demande est refusée.",
  },
  account_signed_out: {
    status: 401,
    fr: "Vous n'êtes plus connecté à Mon accès. Connectez-vous de nouveau.",
    en: "You are no longer signed in to My access. Sign in again.",
    support: "Sa session est terminée, ou fermée par un arrêt. Faire se reconnecter.",
  },
  account_needs_more: {
    status: 403,
    fr: "Pour changer cela, connectez-vous de nouveau, plus fortement.",
    en: "To change this, sign in again, with a stronger proof.",
    support: "Changer demande une carte, une clé, ou un poste prouvé par l'une des deux.",
  },
  account_only_read: {
    status: 403,
    fr: "Votre accès est arrêté : vous pouvez lire, rien changer. Rouvrez-le d'abord.",
    en: "Your access is stopped: you can read, and change nothing. Reopen it first.",
    support: "La carte montre Mon accès pendant l'arrêt. Un gel se lève par deux analystes.",
  },
  account_phone_too_young: {
    status: 403,
    fr: "Ce téléphone est trop récent pour en arrêter un plus ancien. Prenez votre carte, ou bloquez votre accès.",
    en: "This phone is too new to stop an older one. Use your card, or block your access.",
    support:
      "Un téléphone de moins de sept jours n'en suspend pas un autre. Bloquer reste possible.",
  },
  phone_not_yours_to_change: {
    status: 403,
    fr: "Ce téléphone ne peut pas le faire à celui-là. Prenez un téléphone ajouté depuis plus de sept jours, ou le guichet.",
    en: "This phone cannot do that to that one. Use a phone added more than seven days ago, or the desk.",
    support:
      "Un téléphone à confirmer, ou de moins de sept jours, ne change ni n'arrête un plus ancien. Bloquer reste possible.",
  },
  approval_cancelled: {
    status: 410,
    fr: "Cette demande est annulée.",
    en: "This request is cancelled.",
    support: "Regarder la raison dans l'historique.",
  },
  place_not_found: {
    status: 404,
    fr: "Ce poste n'est plus dans votre liste.",
    en: "This place is no longer in your list.",
    support: "Aucune action : le poste a été retiré, ou n'a jamais été celui de la personne.",
  },
  software_not_possible: {
    status: 409,
    fr: "Ce téléphone ne peut pas ajouter de logiciel : il n'a pas tous les droits.",
    en: "This phone cannot add software: it has not all rights.",
    support: "Un logiciel s'ajoute avec un téléphone aux droits complets.",
  },
  unknown_software: {
    status: 404,
    fr: "Ce logiciel n'est pas au registre, ou n'est pas dans votre liste.",
    en: "This software is not in the registry, or not in your list.",
    support: "Vérifier le nom du logiciel avec l'éditeur ; il doit être enregistré pour CIBA.",
  },
  software_not_yours: {
    status: 403,
    fr: "Ce logiciel n'est pas relié à votre accès. Rien n'est ouvert.",
    en: "This software is not linked to your access. Nothing is opened.",
    support:
      "La demande venait d'un logiciel que la personne n'a pas relié, ou qu'elle a retiré. Si quelqu'un a dicté les chiffres, c'est une fraude.",
  },
  software_asleep: {
    status: 409,
    fr: "Ce logiciel dort : il n'a pas servi depuis longtemps. Reliez-le de nouveau en scannant son code.",
    en: "This software sleeps: it was not used for long. Link it again by scanning its code.",
    support: "Faire relier le logiciel de nouveau : le scan le réveille.",
  },
  software_to_confirm: {
    status: 403,
    fr: "Confirmez d'abord ce logiciel dans « Mes logiciels », puis demandez de nouveau depuis le logiciel.",
    en: "First confirm this software in “My software”, then ask again from the software.",
    support:
      "Relié depuis plus d'un jour, il attend « Oui, j'y travaille » avec le code. Si quelqu'un le demande au téléphone, c'est une fraude.",
  },
  link_too_soon: {
    status: 409,
    fr: "Pas encore : attendez les trente secondes affichées.",
    en: "Not yet: wait for the thirty seconds shown.",
    support:
      "Trente secondes passent entre le scan et la confirmation, pour se demander qui l'a voulu.",
  },
  link_over: {
    status: 410,
    fr: "Ce lien avec le logiciel n'est plus possible. Recommencez depuis le logiciel.",
    en: "This software can no longer be linked from here. Start again from the software.",
    support:
      "Faire recommencer depuis le logiciel ; un autre téléphone a pu scanner, ou dix minutes ont passé.",
  },
  search_nothing: {
    status: 404,
    fr: "Aucune demande de vos logiciels n'attend. Relancez-la depuis le logiciel.",
    en: "No request of your software waits. Start it again from the software.",
    support:
      "Le logiciel doit avoir été ajouté la veille au plus tard. Depuis un nouveau lieu : « Autre lieu ». Personne ne doit dicter les chiffres.",
  },
  search_silenced: {
    status: 409,
    fr: "Ces chiffres ne vont avec aucune demande. Les demandes de ce lieu se taisent pendant une heure.",
    en: "These digits fit no request. Requests from that place keep silent for an hour.",
    support:
      "Une seule saisie par demande. En attendant : le navigateur et le code à scanner. Si quelqu'un a dicté les chiffres, c'est une fraude.",
  },
  search_equal: {
    status: 409,
    fr: "Deux demandes montrent les mêmes chiffres. Aucune n'est ouverte : relancez la vôtre.",
    en: "Two requests show the same digits. None is opened: start yours again.",
    support: "Deux lieux ont demandé en même temps. Faire relancer ; prévenir si cela se répète.",
  },
  search_exhausted: {
    status: 429,
    fr: "Trop de recherches. Attendez un quart d'heure, ou scannez un code à l'écran.",
    en: "Too many searches. Wait a quarter of an hour, or scan a code on a screen.",
    support: "Passer par le navigateur et le code à scanner.",
  },
  place_not_possible: {
    status: 409,
    fr: "Ce poste ne peut pas être ajouté. Scannez de nouveau son écran, puis touchez « Je travaille ici ».",
    en: "This place cannot be added. Scan its screen again, then tap “I work here”.",
    support:
      "Un poste s'ajoute avec un téléphone aux droits complets, après un scan de moins de dix minutes, jamais après des chiffres.",
  },
  place_too_soon: {
    status: 409,
    fr: "Attendez encore quelques secondes avant d'ajouter ce poste.",
    en: "Wait a few more seconds before you add this place.",
    support: "Les trente secondes laissent le temps de se demander qui l'a demandé.",
  },
  bell_not_possible: {
    status: 409,
    fr: "Cette sonnerie ne peut pas être réglée : il faut un poste confirmé, un service ouvert dessus depuis moins de trente jours, et un téléphone aux droits complets.",
    en: "This bell cannot be set: it takes a confirmed place, a service opened there within thirty days, and a phone with full rights.",
    support: "Faire se connecter au service depuis ce poste, en scannant, puis régler la sonnerie.",
  },
  quiet_too_long: {
    status: 400,
    fr: "Douze heures calmes au plus : au-delà, vos téléphones ne sonneraient plus le jour.",
    en: "Twelve quiet hours at most: beyond that, your phones would not ring by day.",
    support: "Proposer des heures plus courtes, ou aucune sonnerie.",
  },
  quiet_phone_too_young: {
    status: 403,
    fr: "Ce téléphone est trop récent pour régler les heures calmes de vos autres téléphones. Réglez-les depuis un plus ancien, ou dans sept jours.",
    en: "This phone is too new to set the quiet hours of your other phones. Set them from an older one, or in seven days.",
    support:
      "Un téléphone de moins de sept jours ne fait pas taire les autres. Il peut supprimer les heures calmes.",
  },
  bell_not_found: {
    status: 404,
    fr: "Cette sonnerie n'existe plus.",
    en: "This bell is gone.",
    support: "Aucune action : elle est finie, ou n'était pas celle de la personne.",
  },
  ring_over: {
    status: 410,
    fr: "Cette demande ne sonne plus.",
    en: "This request rings no more.",
    support: "Aucune action : une sonnerie dure une minute. Scanner l'écran marche toujours.",
  },
  push_not_subscribed: {
    status: 409,
    fr: "Les notifications ne sont pas réglées sur ce téléphone.",
    en: "Notifications are not set up on this phone.",
    support: "Faire autoriser les notifications dans l'application, puis refaire l'essai.",
  },
  push_not_possible: {
    status: 409,
    fr: "Ce navigateur donne une adresse de notification que nous ne pouvons pas utiliser. Scanner marche toujours.",
    en: "This browser gives a notification address that we cannot use. Scanning still works.",
    support: "Essayer un autre navigateur, ou s'en passer : rien n'en dépend.",
  },
  place_not_asking: {
    status: 409,
    fr: "Ce poste n'attend pas de réponse.",
    en: "This place is not waiting for an answer.",
    support:
      "Un poste se confirme après une connexion faite dessus plus de vingt-quatre heures après son ajout.",
  },
  locum_not_possible: {
    status: 409,
    fr: "Ce poste ne peut pas recevoir de remplaçant : il n'est pas confirmé, ou ce téléphone n'a pas tous les droits.",
    en: "This place cannot take a locum: it is not confirmed, or this phone does not have full rights.",
    support:
      "Un remplaçant s'annonce sur un poste confirmé et éveillé, avec un téléphone aux droits complets.",
  },
  locum_unknown: {
    status: 404,
    fr: "Aucun professionnel en activité ne porte cet identifiant. Vérifiez-le.",
    en: "No active professional has this identifier. Check it.",
    support:
      "Vérifier l'identifiant dans l'annuaire public : il faut celui de quelqu'un d'autre, en activité.",
  },
  locum_days: {
    status: 409,
    fr: "Choisissez trente jours au plus, à partir d'aujourd'hui et dans les trois mois.",
    en: "Choose thirty days at most, from today on and within three months.",
    support: "Trente jours au plus ; au-delà, annoncer de nouveau.",
  },
  locum_too_many: {
    status: 409,
    fr: "Trois remplaçants sont déjà annoncés, ou celui-ci l'est déjà ces jours-là. Retirez-en un d'abord.",
    en: "Three locums are announced already, or this one is for those days. Remove one first.",
    support: "Trois à la fois par personne, sur tous ses postes.",
  },
  locum_enough: {
    status: 429,
    fr: "Vous avez annoncé six remplaçants en vingt-quatre heures. Attendez demain pour en annoncer un autre.",
    en: "You have announced six locums in twenty-four hours. Wait until tomorrow to announce another.",
    support: "Six annonces par jour et par personne, celles qui sont déjà retirées comprises.",
  },
  locum_not_found: {
    status: 404,
    fr: "Ce remplaçant n'est plus annoncé.",
    en: "This locum is no longer announced.",
    support: "Aucune action : l'annonce est finie, ou n'était pas celle de la personne.",
  },
  workstation_refused: {
    status: 403,
    fr: "Cette signature n'enregistre pas ce poste : elle n'est pas d'un agent de cet établissement, ou pas pour ce poste.",
    en: "This signature does not register this workstation: not by a registrar of that establishment, or not for this one.",
    support:
      "Vérifier que l'agent est en activité et que son périmètre est l'établissement, ou tout le pays.",
  },
  workstation_taken: {
    status: 409,
    fr: "Ce poste est déjà enregistré. Retirez-le d'abord.",
    en: "This workstation is registered already. Remove it first.",
    support: "« aval workstation list » le montre ; le retirer, puis recommencer.",
  },
  workstation_not_found: {
    status: 404,
    fr: "Ce poste n'est pas enregistré, ou ne l'est plus.",
    en: "This workstation is not registered, or no longer is.",
    support: "« aval workstation list » donne ceux qui le sont.",
  },
  unknown_structure: {
    status: 404,
    fr: "L'annuaire ne connaît aucun établissement de cet identifiant.",
    en: "The directory knows no establishment with this identifier.",
    support: "Donner l'identifiant technique de la structure, tel que l'extrait le porte.",
  },
  establishment_refused: {
    status: 403,
    fr: "Votre établissement n'ouvre pas ce service pour vous. Revenez au service et prenez votre téléphone ou votre carte.",
    en: "Your establishment does not open that service for you. Go back to the service and take your phone or your card.",
    support:
      "Même réponse pour tout : vérifier que l'annuaire rattache la personne à l'établissement, que son fournisseur donne son identifiant national, et un moyen avec clé ou carte si le service est sensible.",
  },
  establishment_silent: {
    status: 409,
    fr: "La connexion de votre établissement ne répond pas. Prenez votre téléphone ou votre carte.",
    en: "Your establishment's sign-in does not answer. Take your phone or your card.",
    support:
      "Vérifier que le fournisseur d'identité de l'établissement répond, « aval idp list » le nomme.",
  },
  identity_provider_refused: {
    status: 400,
    fr: "Ce fournisseur d'identité ne peut pas être ajouté : son nom, son adresse ou ce qui le décrit ne convient pas.",
    en: "This identity provider cannot be added: its name, its address or what describes it does not fit.",
    support: "Nom en minuscules, chiffres et tirets ; adresse https, sans paramètre.",
  },
  identity_provider_taken: {
    status: 409,
    fr: "Ce nom désigne déjà un fournisseur d'identité. Retirez-le d'abord.",
    en: "This name stands for an identity provider already. Remove it first.",
    support: "« aval idp list » le montre.",
  },
  unknown_identity_provider: {
    status: 404,
    fr: "Aucun fournisseur d'identité ne porte ce nom.",
    en: "No identity provider has this name.",
    support: "« aval idp list » les donne tous.",
  },
  other_context: {
    status: 409,
    fr: "Ce qui a été signé n'est pas ce qui était affiché. Rien n'a été accepté.",
    en: "What was signed is not what was shown. Nothing was accepted.",
    support: "Ouvrir un dossier : téléphone ou relais altéré.",
  },
  not_claimed: {
    status: 409,
    fr: "Cette demande n'a pas été scannée par ce téléphone.",
    en: "This phone has not scanned that request.",
    support: "Faire scanner l'écran.",
  },
  bad_signature: {
    status: 403,
    fr: "La signature du téléphone n'est pas valable.",
    en: "The phone's signature is not valid.",
    support: "Ouvrir un dossier.",
  },
  rights_denied: {
    status: 403,
    fr: "Ce moyen n'ouvre pas ce service depuis cet ordinateur.",
    en: "This means does not open that service from this computer.",
    support: "Lire la table des droits : carte, clé, ou poste connu.",
  },
  holder_stopped: {
    status: 403,
    fr: "L'accès est suspendu. Votre historique dit pourquoi et comment rouvrir.",
    en: "Access is stopped. Your history says why and how to reopen.",
    support: "Regarder l'arrêt en cours ; ne rien rouvrir par téléphone.",
  },
  stop_not_liftable: {
    status: 403,
    fr: "Ce téléphone ne peut pas lever cet arrêt. Votre écran dit qui le peut.",
    en: "This phone cannot lift this stop. Your screen says who can.",
    support: "Regarder l'arrêt en cours et qui le lève ; ne rien rouvrir par téléphone.",
  },
  reopening_not_found: {
    status: 404,
    fr: "Rien n'a été commencé pour rouvrir. Commencez sur le téléphone.",
    en: "Nothing was begun to reopen this. Begin on the phone.",
    support:
      "Faire choisir « Rouvrir au guichet » sur le téléphone ; ne rien rouvrir par téléphone.",
  },
  enrolment_not_found: {
    status: 404,
    fr: "Cet ajout de téléphone n'existe pas ou a expiré.",
    en: "This enrolment does not exist or has expired.",
    support: "Recommencer depuis le téléphone.",
  },
  enrolment_not_ready: {
    status: 409,
    fr: "Cet ajout de téléphone n'est pas prêt.",
    en: "This enrolment is not ready.",
    support: "Regarder l'étape : preuve, attente, activation.",
  },
  enrolment_too_early: {
    status: 409,
    fr: "Ce téléphone attend encore : il s'active plus tard. Son écran dit à partir de quand.",
    en: "This phone still waits: it is activated later. Its screen says from when.",
    support:
      "Rien ne raccourcit l'attente, sauf un téléphone plus ancien du titulaire (C'est le mien). Lire l'heure avec lui sur son écran.",
  },
  enrolment_active: {
    status: 409,
    fr: "Ce téléphone est déjà actif : il n'y a rien à activer.",
    en: "This phone is active already: there is nothing to activate.",
    support: "Rien à faire : le téléphone sert.",
  },
  enrolment_over: {
    status: 410,
    fr: "Cet ajout est terminé, sans suite. Recommencez-le depuis ce téléphone.",
    en: "This enrolment is over and came to nothing. Begin it again from this phone.",
    support:
      "Trop tard, refusé ou arrêté : l'historique dit lequel. Si quelqu'un l'a arrêté, demander pourquoi avant de recommencer.",
  },
  binding_refused: {
    status: 410,
    fr: "Ce code n'est plus valable. Scannez celui que l'écran montre maintenant.",
    en: "This code is no longer valid. Scan the one the screen shows now.",
    support:
      "Faire scanner l'écran lui-même, jamais une photo : un code vaut une minute et un seul téléphone.",
  },
  enrolment_page_over: {
    status: 410,
    fr: "Cette page d'ajout est terminée. Recommencez depuis votre téléphone.",
    en: "This page for adding is over. Start again from your phone.",
    support: "Recommencer depuis l'ancien téléphone : la page dure dix minutes.",
  },
  enrolment_words_wrong: {
    status: 403,
    fr: "Ce ne sont pas les quatre mots de l'autre téléphone.",
    en: "These are not the four words of the other phone.",
    support: "Faire lire les mots sur le nouveau téléphone ; au troisième essai, tout recommence.",
  },
  enrolment_locked: {
    status: 403,
    fr: "Un téléphone est déjà le vôtre : lui seul, un guichet ou la carte peut en ajouter un autre.",
    en: "A phone is already yours: only it, a desk or the card can add another.",
    support: "Orienter vers l'ancien téléphone, un guichet ou la carte ; ne rien ouvrir d'ici.",
  },
  wallet_closed: {
    status: 503,
    fr: "Le portefeuille d'identité n'est pas ouvert ici. Allez à un guichet d'ajout, ou servez-vous de votre carte.",
    en: "The identity wallet is not open here. Go to an enrolment desk, or use your card.",
    support:
      "Le déploiement n'a pas de réglage de portefeuille, ou l'extraction restreinte n'est pas chargée. Orienter vers le guichet ou la carte.",
  },
  wallet_return_refused: {
    status: 410,
    fr: "Ce retour de portefeuille n'est plus valable, ou n'est pas celui de ce téléphone. Recommencez.",
    en: "This return from the wallet is no longer valid, or is not this phone's. Start again.",
    support:
      "La réponse vaut une minute, une fois, dans le navigateur qui l'a demandée. Si un appelant a envoyé un lien, c'est une fraude.",
  },
  wallet_declined: {
    status: 409,
    fr: "Rien n'a été partagé : le portefeuille a refusé, ou vous avez refusé.",
    en: "Nothing was shared: the wallet refused, or you did.",
    support: "Rien n'a changé. Recommencer, ou prendre un autre moyen.",
  },
  wallet_not_accepted: {
    status: 403,
    fr: "Ce que le portefeuille a montré n'est pas accepté : périmé, retiré, ou d'un émetteur qui n'est pas reconnu ici.",
    en: "What the wallet showed is not accepted: expired, taken back, or from an issuer that is not recognised here.",
    support:
      "La pièce d'identité du portefeuille ne compte pas ici. Renouveler la pièce, ou passer au guichet.",
  },
  wallet_not_enough: {
    status: 403,
    fr: "Ce portefeuille ne suffit pas pour cet identifiant. Vérifiez l'identifiant, ou allez à un guichet d'ajout.",
    en: "This wallet is not enough for this identifier. Check the identifier, or go to an enrolment desk.",
    support:
      "Ne pas dire lequel : identifiant inconnu, trait différent du registre, ou homonyme. Orienter vers le guichet.",
  },
  old_phone_not_possible: {
    status: 403,
    fr: "Ce téléphone est trop récent, ou à confirmer : il ne peut pas en ajouter un autre. Allez à un guichet.",
    en: "This phone is too new, or unconfirmed: it cannot add another. Go to an enrolment desk.",
    support: "Un téléphone complet de plus de sept jours, sinon un guichet.",
  },
  raise_not_possible: {
    status: 409,
    fr: "Ce téléphone ne peut pas être confirmé ainsi. Seuls un guichet ou votre carte le confirment.",
    en: "This phone cannot be confirmed this way. Only a desk or your card confirms it.",
    support:
      "Le téléphone ouvre déjà tout, n'est plus en service, ou la page scannée n'est pas celle d'un guichet ou d'une carte de son titulaire.",
  },
  old_installation_ended: {
    status: 403,
    fr: "Ce téléphone a été déclaré perdu, retiré ou désactivé. Allez à un guichet, ou prenez votre carte.",
    en: "This phone was reported lost, removed or disabled. Go to an enrolment desk, or take your card.",
    support: "Ne pas rétablir : carte, autre téléphone complet de plus de sept jours, ou guichet.",
  },
  enrolment_place_gone: {
    status: 403,
    fr: "L'ordinateur de la page scannée n'est plus votre poste. Allez à un guichet, ou prenez votre carte.",
    en: "The computer of the page scanned is no longer your place. Go to an enrolment desk, or take your card.",
    support:
      "Le poste a été retiré, est partagé, dort, ou sa clé est copiée depuis la preuve. Ne pas rétablir : autre poste confirmé, carte, ou guichet.",
  },
  place_not_own: {
    status: 403,
    fr: "Cet ordinateur n'est pas un poste confirmé, à une seule personne. Prenez votre carte, ou allez à un guichet.",
    en: "This computer is not a confirmed place of one person. Take your card, or go to an enrolment desk.",
    support:
      "La page s'ouvre sur un poste confirmé, éveillé et non partagé. Ne pas dire à qui est ce poste. Sinon : carte, autre téléphone, guichet.",
  },
  enrolment_not_stoppable: {
    status: 409,
    fr: "Cet ajout a été prouvé en personne : ce téléphone ne peut pas l'arrêter. Bloquez votre accès s'il n'est pas de vous.",
    en: "This phone was proven in person: this one cannot stop it. Block your access if it is not yours.",
    support: "Vérifier au guichet qui a été vu ; le blocage reste possible.",
  },
  eid_closed: {
    status: 409,
    fr: "Ici, une identité numérique n'ajoute pas de téléphone. Allez à un guichet, ou prenez votre carte.",
    en: "Here a digital identity adds no phone. Go to an enrolment desk, or take your card.",
    support:
      "Réglages AVAL_EID_*, AVAL_LETTERS_DIR, et l'extrait restreint importé : sans l'un d'eux cette voie est fermée.",
  },
  eid_silent: {
    status: 409,
    fr: "L'identité numérique ne répond pas. Réessayez plus tard, ou allez à un guichet.",
    en: "The digital identity does not answer. Try again later, or go to an enrolment desk.",
    support: "Vérifier que le fournisseur d'AVAL_EID_ISSUER répond depuis le serveur.",
  },
  eid_refused: {
    status: 403,
    fr: "Cette identité numérique n'ajoute pas ce téléphone. Vérifiez l'identifiant ; sinon allez à un guichet, avec une pièce d'identité.",
    en: "This digital identity does not add this phone. Check the identifier; else go to an enrolment desk with an identity document.",
    support:
      "Même réponse pour tout : identifiant inconnu, traits différents, niveau trop faible, autre navigateur, abandon. Au guichet, comparer pièce et répertoire.",
  },
  letter_no_address: {
    status: 409,
    fr: "Le répertoire n'a pas d'adresse postale complète de votre lieu d'exercice : aucune lettre ne peut partir. Allez à un guichet.",
    en: "The directory has no whole postal address of where you practise: no letter can leave. Go to an enrolment desk.",
    support: "Faire compléter l'adresse d'exercice par l'autorité d'enregistrement ; jamais ici.",
  },
  letter_too_many: {
    status: 429,
    fr: "Plusieurs lettres vous ont été envoyées ce mois-ci : aucune autre ne part. Allez à un guichet.",
    en: "Several letters were sent to you this month: no other leaves. Go to an enrolment desk.",
    support:
      "Regarder pourquoi les lettres n'arrivent pas (adresse, boîte), et orienter vers un guichet.",
  },
  letter_refused: {
    status: 403,
    fr: "Ce code n'est pas celui d'une lettre d'ici.",
    en: "This code is not of a letter from here.",
    support: "Faire viser le code imprimé sur la lettre, avec le téléphone qui l'a demandée.",
  },
  letter_over: {
    status: 410,
    fr: "Cette lettre n'est plus valable : elle a servi, elle a plus de vingt et un jours, ou l'ajout a été arrêté.",
    en: "This letter is no longer valid: it was used, it is older than twenty-one days, or the phone was stopped.",
    support: "Recommencer depuis le téléphone, ou à un guichet.",
  },
  letter_of_another_phone: {
    status: 403,
    fr: "Cette lettre ne sert qu'au téléphone qui l'a demandée. Ce n'est pas celui-ci. Le titulaire en est prévenu.",
    en: "This letter serves the phone that asked for it only. It is not this one. Its holder is told.",
    support:
      "Demander quel téléphone a commencé ; si quelqu'un a demandé la lettre au titulaire, c'est une fraude : arrêter l'ajout.",
  },
  evidence_refused: {
    status: 403,
    fr: "La preuve présentée n'est pas valable.",
    en: "The evidence is not valid.",
    support:
      "Deux agents d'enregistrement différents, habilités pour cette personne, sont nécessaires.",
  },
  unknown_professional: {
    status: 404,
    fr: "Ce professionnel n'est pas dans l'annuaire.",
    en: "This professional is not in the directory.",
    support: "Vérifier l'identifiant (8 puis le numéro RPPS).",
  },
  sign_in_not_found: {
    status: 404,
    fr: "Cette page de connexion n'est plus valable. Retournez au service et recommencez.",
    en: "This sign-in page is no longer valid. Go back to the service and start again.",
    support: "Faire recommencer depuis le service.",
  },
  service_exists: {
    status: 409,
    fr: "Un service porte ou a porté cet identifiant. Choisissez-en un autre.",
    en: "A service has or had this identifier. Choose another.",
    support: "Un identifiant retiré n'est jamais redonné.",
  },
  service_has_bells: {
    status: 409,
    fr: "Les sonneries de ce service ne lui ont pas été retirées.",
    en: "This service's bells were not taken from it.",
    support: "« aval client show » dit où il en est.",
  },
  invalid_service_id: {
    status: 400,
    fr: "L'identifiant d'un service compte 3 à 100 lettres, chiffres, points ou tirets.",
    en: "A service's identifier has 3 to 100 letters, digits, dots or hyphens.",
    support: "Corriger l'identifiant demandé.",
  },
  invalid_service: {
    status: 400,
    fr: "Un service a un nom de 80 caractères au plus et au moins une façon de demander.",
    en: "A service has a name of at most 80 characters and at least one grant.",
    support: "Corriger le nom ou les grants.",
  },
  public_needs_open: {
    status: 400,
    fr: "Un service sans secret est « open » (--sensitivity open) : rien ne prouve à un service qui il est.",
    en: "A service without a secret is open (--sensitivity open): nothing proves which service it is.",
    support: "Donner un serveur et un secret au service, ou le déclarer « open ».",
  },
  public_needs_browser: {
    status: 400,
    fr: "Un service sans secret passe par le navigateur : il ne peut pas sonner un téléphone (--ciba).",
    en: "A service without a secret goes through the browser: it cannot ring a phone (--ciba).",
    support: "Donner un serveur et un secret au service, ou renoncer à CIBA.",
  },
  public_has_keys: {
    status: 400,
    fr: "Un service sans secret n'a pas de clés non plus : sa page les montrerait.",
    en: "A service without a secret has no keys either: its page would show them.",
    support: "Enregistrer le service avec ses clés, sans le dire public.",
  },
  public_needs_port: {
    status: 400,
    fr: "Un service sans secret donne le port de ses adresses de retour sur cette machine : http://localhost:3000/callback.",
    en: "A service without a secret gives the port of its return addresses on this machine: http://localhost:3000/callback.",
    support: "Un autre programme prendrait un port laissé libre : donner l'adresse entière.",
  },
  key_needs_secret: {
    status: 400,
    fr: "Un service sans secret n'a pas de clé pour lire l'annuaire : sa page la montrerait. Donnez-lui un serveur et un secret.",
    en: "A service without a secret has no key to read the directory: its page would show it. Give it a server and a secret.",
    support: "Enregistrer un service qui a un serveur, et lui donner la clé.",
  },
  invalid_redirect_uri: {
    status: 400,
    fr: "Cette adresse ne peut pas être enregistrée : complète, en https (ou http sur cette machine), sans fragment, écrite comme un navigateur l'écrit.",
    en: "This address cannot be registered: complete, https (or http on this machine), without a fragment, spelt as a browser spells it.",
    support: "Faire corriger l'adresse par l'éditeur.",
  },
  reduced_needs_logout: {
    status: 400,
    fr: "Un service sensible n'accepte les sessions réduites qu'avec une adresse de déconnexion ; un service critique jamais.",
    en: "A sensitive service accepts reduced sessions only with a back-channel logout address; a critical one never.",
    support: "Demander à l'éditeur son adresse de déconnexion.",
  },
  transition_refused: {
    status: 400,
    fr: "Une transition est pour un service sensible qui accepte les sessions réduites, jusqu'à une date à venir, d'ici un an.",
    en: "A transition is for a sensitive service that accepts reduced sessions, until a date to come, within a year.",
    support: "Vérifier avec l'éditeur la sensibilité du service et la date.",
  },
  unknown_service: {
    status: 400,
    fr: "Le service qui vous envoie ici n'est pas reconnu. Revenez à ce service et prévenez son support.",
    en: "The service that sent you here is not recognised. Go back to it and tell its support.",
    support: "client_id inconnu ou retiré : transmettre la référence à l'éditeur.",
  },
  service_suspended: {
    status: 403,
    fr: "Ce service est suspendu : il ne connecte personne pour le moment. Votre accès n'est pas en cause. Prévenez le support de ce service.",
    en: "This service is suspended: it signs nobody in for now. Your access is not at fault. Tell that service's support.",
    support:
      "« aval client show » le dit ; le journal garde la raison et « aval client resume » le rétablit.",
  },
  redirect_refused: {
    status: 400,
    fr: "L'adresse de retour demandée par le service n'est pas celle qui est enregistrée. Rien n'a été envoyé.",
    en: "The return address the service asked for is not the registered one. Nothing was sent.",
    support:
      "Comparer l'adresse de retour avec l'enregistrement du service, caractère par caractère.",
  },
  browser_mismatch: {
    status: 403,
    fr: "Cette page n'est pas celle qui a commencé la connexion.",
    en: "This is not the page that began the sign-in.",
    support: "Faire recommencer depuis le service, dans le même navigateur.",
  },
  not_approved: {
    status: 409,
    fr: "La demande n'a pas encore été acceptée.",
    en: "The request has not been approved yet.",
    support: "Faire accepter sur le téléphone.",
  },
  proofs_none: {
    status: 404,
    fr: "Le journal n'a encore rien à prouver pour cette période.",
    en: "The log has nothing to prove for this span yet.",
    support: "Choisir une autre période, ou recommencer dans une minute.",
  },
  too_many: {
    status: 429,
    fr: "Trop de demandes. Attendez un instant.",
    en: "Too many requests. Wait a moment.",
    support: "Attendre ; si cela dure, prévenir l'exploitation.",
  },
  stream_token_refused: {
    status: 401,
    fr: "Ce service n'a pas prouvé qui il est : il demande un jeton, puis recommence.",
    en: "This service has not proven who it is: it asks for a token, then tries again.",
    support: "Pour l'éditeur : jeton absent, passé ou d'un service suspendu (docs/signals.md).",
  },
  stream_scope_missing: {
    status: 403,
    fr: "Le jeton de ce service ne permet pas cela.",
    en: "This service's token does not allow that.",
    support: "Pour l'éditeur : demander le jeton avec ssf.manage ou ssf.read (docs/signals.md).",
  },
  alert_refused: {
    status: 400,
    fr: "Cette alerte n'est pas signée par un service que nous connaissons.",
    en: "This alert is not signed by a service that we know.",
    support:
      "Pour l'éditeur : clé, destinataire (aud), type ou date de l'alerte (docs/signals.md).",
  },
  stream_not_found: {
    status: 404,
    fr: "Ce service n'a pas ce flux de signaux.",
    en: "This service has no such stream of signals.",
    support: "Pour l'éditeur : le flux a été supprimé, ou son identifiant est faux.",
  },
  nothing_to_replay: {
    status: 409,
    fr: "Il n'y a rien à envoyer de nouveau : c'est en cours, trop ancien, ou le flux est arrêté.",
    en: "There is nothing to send again: it is under way, too old, or the stream is stopped.",
    support:
      "Un signal de plus de trente jours ne repart pas. Un flux arrêté reprend par aval client stream resume.",
  },
  stream_exists: {
    status: 409,
    fr: "Ce service a déjà un flux de signaux.",
    en: "This service has a stream of signals already.",
    support: "Pour l'éditeur : lire celui qui existe et le modifier (docs/signals.md).",
  },
  unknown_api_key: {
    status: 404,
    fr: "Ce service n'a pas de clé en cours qui porte cet identifiant.",
    en: "This service has no live key with this identifier.",
    support: "aval client key list donne les clés d'un service.",
  },
  fhir_unauthorized: {
    status: 401,
    fr: "L'annuaire se lit avec la clé d'un service enregistré (en-tête ESANTE-API-KEY), ou avec son identifiant et son secret.",
    en: "The directory is read with a registered service's key (header ESANTE-API-KEY), or with its identifier and secret.",
    support: "Vérifier que la clé n'a ni expiré ni été retirée, et que le service est actif.",
  },
  fhir_not_acceptable: {
    status: 406,
    fr: "L'annuaire ne répond qu'en JSON (application/fhir+json, FHIR 4.0).",
    en: "The directory answers in JSON only (application/fhir+json, FHIR 4.0).",
    support: "Transmettre à l'éditeur : corriger l'en-tête Accept ou _format.",
  },
  fhir_unknown_type: {
    status: 404,
    fr: "L'annuaire connaît Practitioner, PractitionerRole et Organization.",
    en: "The directory knows Practitioner, PractitionerRole and Organization.",
    support: "Transmettre à l'éditeur.",
  },
  fhir_unknown_resource: {
    status: 404,
    fr: "Aucune ressource ne porte cet identifiant.",
    en: "No resource has this id.",
    support: "Une situation d'exercice terminée n'existe plus ; chercher par identifier.",
  },
  fhir_unknown_parameter: {
    status: 400,
    fr: "Ce paramètre de recherche n'est pas connu ici.",
    en: "This search parameter is not known here.",
    support: "Transmettre à l'éditeur : docs/fhir.md liste les paramètres.",
  },
  fhir_not_held: {
    status: 400,
    fr: "L'annuaire ne détient pas cette donnée : chercher par elle répondrait à côté.",
    en: "The directory does not hold this: searching by it would answer something else.",
    support: "Transmettre à l'éditeur : ni carte ni messagerie sécurisée dans l'annuaire.",
  },
  fhir_unsupported_modifier: {
    status: 400,
    fr: "Ce paramètre n'admet pas ce modificateur.",
    en: "This parameter does not take this modifier.",
    support: "Transmettre à l'éditeur : docs/fhir.md liste les modificateurs.",
  },
  fhir_invalid_value: {
    status: 400,
    fr: "La valeur de ce paramètre ne se lit pas.",
    en: "The value of this parameter cannot be read.",
    support: "Transmettre à l'éditeur : docs/fhir.md donne la forme des valeurs.",
  },
  fhir_invalid_page: {
    status: 400,
    fr: "Ce lien de page n'est pas valable pour ce service. Reprenez la recherche depuis le début.",
    en: "This page link is not valid for this service. Start the search again.",
    support: "Un lien ne sert qu'au service qui l'a reçu, et tel qu'il l'a reçu.",
  },
  fhir_too_costly: {
    status: 400,
    fr: "Cette recherche coûte trop cher. Demandez moins de valeurs à la fois, précisez un critère, ou retirez :contains ou _total=accurate.",
    en: "This search costs too much. Ask for fewer values at once, make a criterion narrower, or take away :contains or _total=accurate.",
    support: "Transmettre à l'éditeur : préférer identifier, family ou _lastUpdated.",
  },
  internal: {
    status: 500,
    fr: "Quelque chose s'est cassé de notre côté. Rien n'a été accepté. Réessayez.",
    en: "Something broke on our side. Nothing was accepted. Try again.",
    support: "Transmettre la référence à l'exploitation.",
  },
  unavailable: {
    status: 503,
    fr: "Le service ne répond pas pour l'instant. Rien n'est perdu : réessayez.",
    en: "The service does not answer for now. Nothing is lost: try again.",
    support: "Prévenir l'exploitation : base de données ou clés.",
  },
} as const satisfies Record<string, ErrorRow>;

/** The closed list of refusals. */
export type Refusal = keyof typeof errors;
