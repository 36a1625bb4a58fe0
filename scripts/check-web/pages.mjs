// Every page of the site and who looks at it. A route without a line here fails the checks: a page cannot be forgotten.
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from '../lib/system.mjs'

const budget = '/consultations/budget-participatif-des-mobilites-a-vous-de-choisir'
const ideas = '/consultations/rafraichir-nos-places-et-nos-rues'
const finished = '/consultations/budget-participatif-nature-en-ville'
const link = (from, pattern) => ({ from, pattern })
const draft = (rest) => link('/gestion/consultations?etat=draft', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
const underWay = (rest) => link('/gestion/consultations?etat=open', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
const ended = (rest) => link('/gestion/consultations?etat=finished', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])

/**
 * route: as the folders name it. path: an address, or a link found on another page.
 * as: who looks (see platform.mjs), nobody signed in otherwise. citizen: under the budget of weight.
 */
export const pages = [
  { route: '/', path: '/', citizen: true },
  { route: '/consultations', path: '/consultations', citizen: true },
  { route: '/consultations/[slug]', path: budget, citizen: true },
  { route: '/consultations/[slug]', name: 'consultation-idees', path: ideas, citizen: true },
  { route: '/consultations/[slug]', name: 'consultation-terminee', path: finished, citizen: true },
  { route: '/consultations/[slug]/propositions', path: `${ideas}/propositions`, citizen: true },
  { route: '/consultations/[slug]/propositions', name: 'propositions-vide', path: `${ideas}/propositions?q=zzzz`, citizen: true },
  { route: '/consultations/[slug]/propositions/[number]', path: `${ideas}/propositions/3`, citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/modifier', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/\d+$/, '/modifier']), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/retirer', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/\d+$/, '/retirer']), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/nouvelle', path: `${ideas}/propositions/nouvelle`, as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/vote', path: `${budget}/vote`, citizen: true },
  { route: '/consultations/[slug]/resultats', path: `${finished}/resultats`, citizen: true },
  { route: '/centres', path: '/centres', citizen: true },
  { route: '/centres/[slug]', path: link('/centres', [/^\/centres\/[^/?]+$/]), citizen: true },
  { route: '/charte', path: '/charte', citizen: true },
  { route: '/charte/[slug]', path: '/charte/budget-participatif-des-mobilites-a-vous-de-choisir', citizen: true },
  { route: '/recherche', path: '/recherche?q=mediateque', citizen: true },
  { route: '/recu', path: '/recu', citizen: true },
  { route: '/aide', path: '/aide', citizen: true },
  { route: '/accessibilite', path: '/accessibilite', citizen: true },
  { route: '/confidentialite', path: '/confidentialite', citizen: true },
  { route: '/mentions', path: '/mentions', citizen: true },
  { route: '/donnees', path: '/donnees', citizen: true },
  { route: '/confort', path: '/confort', citizen: true },
  { route: '/connexion', path: '/connexion', citizen: true },
  { route: '/inscription', path: '/inscription', citizen: true },
  { route: '/inscription/confirmation', path: '/inscription/confirmation', citizen: true },
  { route: '/inscription/confirmation/[jeton]', path: `/inscription/confirmation/${'x'.repeat(43)}`, citizen: true },
  { route: '/mot-de-passe', path: '/mot-de-passe', citizen: true },
  { route: '/mot-de-passe/[jeton]', path: `/mot-de-passe/${'x'.repeat(43)}`, citizen: true },
  { route: '/courrier', path: '/courrier', citizen: true },
  { route: '/compte', path: '/compte', as: 'citizen', citizen: true },
  { route: '/compte/identite', path: '/compte/identite', as: 'citizen', citizen: true },
  { route: '(error)', path: '/cette-page-manque', citizen: true },
  { route: '/galerie', path: '/galerie' },

  { route: '/mediation', path: '/mediation', as: 'mediator' },
  { route: '/mediation/personne', path: '/mediation/personne', as: 'mediator' },
  { route: '/mediation/texte', path: '/mediation/texte', as: 'mediator' },
  { route: '/mediation/session/[id]', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/proposition', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/soutien', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/vote', path: 'walk', as: 'mediator' },

  { route: '/gestion', path: '/gestion', as: 'staff' },
  { route: '/gestion/consultations', path: '/gestion/consultations', as: 'staff' },
  { route: '/gestion/consultations/nouvelle', path: '/gestion/consultations/nouvelle', as: 'staff' },
  { route: '/gestion/consultations/[id]', path: underWay(''), as: 'staff' },
  { route: '/gestion/consultations/[id]/preparation', path: draft('/preparation'), as: 'staff' },
  { route: '/gestion/consultations/[id]/essentiel', path: draft('/essentiel'), as: 'staff' },
  { route: '/gestion/consultations/[id]/contenu', path: draft('/contenu'), as: 'staff' },
  { route: '/gestion/consultations/[id]/public', path: draft('/public'), as: 'staff' },
  { route: '/gestion/consultations/[id]/sans-internet', path: draft('/sans-internet'), as: 'staff' },
  { route: '/gestion/consultations/[id]/calendrier', path: draft('/calendrier'), as: 'staff' },
  { route: '/gestion/consultations/[id]/vote', path: draft('/vote'), as: 'staff' },
  { route: '/gestion/consultations/[id]/supprimer', path: draft('/supprimer'), as: 'staff' },
  { route: '/gestion/consultations/[id]/vote/[voteId]', path: link(draft('/vote'), [/^\/gestion\/consultations\/[0-9a-f-]{36}\/vote\/[0-9a-f-]{36}/]), as: 'staff' },
  { route: '/gestion/consultations/[id]/propositions', path: underWay('/propositions'), as: 'staff' },
  { route: '/gestion/consultations/[id]/prolonger', path: underWay('/prolonger'), as: 'staff' },
  { route: '/gestion/consultations/[id]/suspendre', path: underWay('/suspendre'), as: 'guardian' },
  { route: '/gestion/consultations/[id]/contestations', path: ended('/contestations'), as: 'staff' },
  { route: '/gestion/consultations/[id]/scellement', path: ended('/scellement'), as: 'staff' },
  { route: '/gestion/consultations/[id]/depouillement', path: ended('/depouillement'), as: 'staff' },
  { route: '/gestion/consultations/[id]/archiver', path: ended('/archiver'), as: 'staff' },
  { route: '/gestion/personnes', path: '/gestion/personnes', as: 'administrator' },
  { route: '/gestion/personnes/nouveau', path: '/gestion/personnes/nouveau', as: 'administrator' },
  { route: '/gestion/journal', path: '/gestion/journal', as: 'administrator' },
]

/** The routes that the folders make, as `pages` names them. */
export function routes() {
  const folder = join(root, 'apps/web/src/routes')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('+page.svelte'))
    .map((name) => `/${relative('.', name).replace(/\/?\+page\.svelte$/, '')}`)
    .sort()
}

/** The address of each page on this platform. `fetchAs(as, path)` gives a page's HTML. */
export async function addresses(fetchAs) {
  const found = new Map()
  async function resolve(path, as) {
    if (typeof path === 'string') return path
    const { pattern: [shape, rest = ''] } = path
    const key = `${JSON.stringify(path.from)} ${shape}`
    if (!found.has(key)) {
      const html = await fetchAs(as, await resolve(path.from, as))
      const href = [...html.matchAll(/href="([^"]+)"/g)].map(([, value]) => value).find((value) => shape.test(value))
      found.set(key, href ? shape.exec(href)[0] : undefined)
    }
    const base = found.get(key)
    return base === undefined ? undefined : base + rest
  }
  const listed = []
  for (const page of pages.filter(({ path }) => path !== 'walk')) listed.push({ ...page, address: await resolve(page.path, page.as) })
  return listed
}
