import { getLocale } from '@parvis/texts'

/** The languages of the interface, each by its address: French bare, the others under their code. */
export const languages = ['fr', 'en', 'nl'] as const
export type Language = typeof languages[number]

const prefix = /^\/(en|nl)(?=[/?#]|$)/
/** What has one address for every language: the API, built files, and anything that ends like a file. */
const single = /^\/(?:api|_app|health)(?:[/?#]|$)|^[^?#]*\.[a-z0-9]{2,5}(?:[?#]|$)/

/** The simple version: French still, in other words. */
export const simple = () => getLocale() === 'fr-simple'

/** The language of the page being drawn, as `lang` wants it. */
export const language = (): Language => simple() ? 'fr' : getLocale() as Language

/** Spread on what somebody wrote (titles, texts, names of places to go): it is French, whatever the language of the page. */
export const contentLang = (): { lang?: 'fr' } => language() === 'fr' ? {} : { lang: 'fr' }

/** The language an address is in. */
export const languageOf = (path: string): Language => (prefix.exec(path)?.[1] ?? 'fr') as Language

/** The path as the routes know it, without its language: "/en/centres?page=2" is "/centres?page=2". */
export function bare(path: string) {
  // One slash, whatever followed the language: "//…" would be another site.
  return prefix.test(path) ? path.replace(prefix, '').replace(/^\/*/, '/') : path
}

/**
 * A path of this site in the language of the page (or the one given): "/centres" is "/en/centres" on an English page.
 * A path that already has its language keeps it; "#…", "?…", other sites, the API and files stay as they are.
 */
export function to<Path extends string | undefined>(path: Path, where: Language = language()): Path {
  if (path === undefined || !path.startsWith('/') || path.startsWith('//') || where === 'fr' || prefix.test(path) || single.test(path)) return path
  return `/${where}${path.replace(/^\/(?=$|[?#])/, '')}` as Path
}

const personal = /^\/(compte|desabonnement|connexion|inscription|mot-de-passe|recu|reclamation|courrier|mediation|gestion|confort|borne)(\/|$)|\/(vote|nouvelle|nouveau|modifier|fichiers|lieu|retirer|supprimer|signaler|inscription)(\/|$)|\/questionnaire(?!\/resultats)(\/|$)/

/** A shared device: nobody is signed in there, and nothing leads away from it. Takes a bare path. */
export const isKiosk = (path: string) => /^\/borne(\/|$)/.test(path)

/** A page that says the same to everybody: worth keeping, finding and translating. Takes a bare path. */
export const isPublic = (path: string) => !personal.test(path)

/** This very page in each language: search engines and the switch ask. Of the query they keep the page of a list. */
export function alternates(url: URL) {
  const page = url.searchParams.get('page')
  const path = bare(url.pathname) + (page ? `?page=${encodeURIComponent(page)}` : '')
  return languages.map(one => ({ language: one, href: url.origin + to(path, one) }))
}

/** The page itself, without the form of it that was sent. */
export const pageAt = (path: string) => path.replace(/([?&])\/[^&#]*&?/, '$1').replace(/[?&]$/, '')

/** Where to sign in, and to come back to afterwards; the way back is bare, so that a change of language on the way holds. */
/** The same query with another value; a page number is forgotten, since another list begins at its first page. */
export function queryWith(url: URL, name: string, value: string): string {
  const query = new URLSearchParams(url.searchParams)
  query.set(name, value)
  query.delete('page')
  return `?${query}`
}

/** A query, `?…`, without one of its values. */
export function queryWithout(query: string, name: string): string {
  const left = new URLSearchParams(query)
  left.delete(name)
  return `?${left}`
}

export const signInPath = (url: URL) => to(`/connexion?retour=${encodeURIComponent(bare(url.pathname) + url.search)}`)

/** Where a desk asks for its code. */
export const codePath = (url: URL) => to(`/connexion/code?retour=${encodeURIComponent(bare(url.pathname) + url.search)}`)

/** The path asked for in ?retour=, bare of its language, if it stays on this site; otherwise the fallback. Never another origin (open redirect). */
export function returnPath(url: URL, fallback = '/') {
  const wanted = url.searchParams.get('retour') ?? ''
  const safe = /^\/(?![/\\])[^\s\\]*$/.test(wanted) && new URL(wanted, url.origin).origin === url.origin
  return safe ? bare(wanted) : fallback
}
