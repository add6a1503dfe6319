/** What a demonstration service says of a sign-in that did not end well, where it says nothing of itself. */
export const failures = {
  fr: {
    denied: {
      title: "Vous n'êtes pas connecté",
      lead: "La connexion a été refusée ou annulée. Personne n'est entré.",
    },
    login_required: {
      title: "Il faut vous connecter",
      lead: "Aucune session n'est ouverte dans ce navigateur.",
    },
    expired: {
      title: "La connexion a pris trop de temps",
      lead: "Rien n'est perdu. Recommencez, la page suivante est neuve.",
    },
    mismatch: {
      title: "Cette réponse n'est pas pour cette page",
      lead: "Cette réponse n'est pas celle de votre demande. Elle n'a rien ouvert.",
    },
    unreachable: {
      title: "Le service de connexion ne répond pas",
      lead: "Rien n'est perdu. Réessayez dans un instant.",
    },
  },
  en: {
    denied: {
      title: "You are not signed in",
      lead: "The sign-in was refused or cancelled. Nobody got in.",
    },
    login_required: { title: "You need to sign in", lead: "No session is open in this browser." },
    expired: {
      title: "The sign-in took too long",
      lead: "Nothing is lost. Start again: the next page is a new one.",
    },
    mismatch: {
      title: "This answer is not for this page",
      lead: "This answer is not the one to your request. It opened nothing.",
    },
    unreachable: {
      title: "The sign-in service does not answer",
      lead: "Nothing is lost. Try again in a moment.",
    },
  },
} as const;
